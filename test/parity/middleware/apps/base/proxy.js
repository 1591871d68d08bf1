import { act } from "./lib/act.js";

export default function proxy(request, event) {
  if (request.nextUrl.pathname.startsWith("/api/open/guarded")) return new Response("guarded");
  return act(request, event, arguments.length);
}

export const config = {
  matcher: ["/", "/api/echo", "/api/open/guarded/:path*", "/api/users/:id"],
};
