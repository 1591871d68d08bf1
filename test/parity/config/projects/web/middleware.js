import { NextResponse } from "next/server";

export const config = { matcher: "/mw/:path*" };

export function middleware(request) {
  const url = request.nextUrl.clone();
  url.pathname = url.pathname.slice("/mw".length);
  url.searchParams.set("added", "1");
  return NextResponse.rewrite(url);
}
