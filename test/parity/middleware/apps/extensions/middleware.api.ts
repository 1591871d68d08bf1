export default function middleware(): Response {
  return new Response("guarded");
}

export const config = { matcher: ["/api/open/:path*"] };
