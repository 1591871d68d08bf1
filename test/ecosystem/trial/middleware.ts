import { withAuth } from "next-auth/middleware";
import { NextResponse } from "next/server";

// Whoever is signed in may see /api/account, an admin /api/admin too.
export default withAuth(
  function middleware(request) {
    const { pathname } = request.nextUrl;
    if (pathname.startsWith("/api/admin") && request.nextauth.token?.role !== "admin") {
      return NextResponse.json({ error: "forbidden", pathname }, { status: 403 });
    }
    const headers = new Headers(request.headers);
    headers.set("x-role", String(request.nextauth.token?.role));
    return NextResponse.next({ request: { headers }, headers: { "x-guarded": "yes" } });
  },
  { callbacks: { authorized: ({ token }) => token !== null } },
);

export const config = { matcher: ["/api/admin/:path*", "/api/account"] };
