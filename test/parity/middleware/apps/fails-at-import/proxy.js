export function proxy() {}

throw new Error("fails at import");

export const config = { matcher: ["/api/open/guarded", "/api/admin/:path*"] };
