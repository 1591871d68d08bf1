import { NextResponse } from "next/server";

export const config = { matcher: ["/mw/:kind", "/both/:kind"] };

const headers = {
  "Content-Type": "text/middleware",
  "Cache-Control": "private, max-age=2",
  Vary: "Middleware",
  "X-Own": "middleware",
  "X-Middle": "1",
  "Set-Cookie": "middleware=1",
};

export function middleware(request) {
  const { pathname } = request.nextUrl;
  if (pathname.startsWith("/both/")) return NextResponse.next({ headers });
  return NextResponse.rewrite(new URL(`/of/${pathname.slice("/mw/".length)}`, request.url), { headers });
}
