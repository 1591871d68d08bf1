import { act } from "./lib/act.js";

export default function middleware(request, event) {
  return act(request, event, arguments.length);
}

export const config = {
  matcher: [
    "/api/echo",
    "/about",
    { source: "/fr/plain", locale: false },
    { source: "/plain/:path*", locale: false },
    { source: "/api/users/:id", locale: false },
  ],
};
