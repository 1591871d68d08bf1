export const unstable_settings = {
  matcher: {
    methods: ["get", "POST"],
    patterns: ["/hello", "/users/[id]", "/api/[...rest]", "/exact/[id]/end", /^\/re-\d+$/g],
  },
};

export default function middleware(request: { method: string; url: string }): Response {
  return new Response(`caught ${request.method} ${new URL(request.url).pathname}`);
}
