export default function middleware() {
  return new Response("guarded");
}

export const config = {
  matcher: "/((?!_next/static|favicon.ico|api/auth/session|api/open$|.*\\.png$).*)",
};
