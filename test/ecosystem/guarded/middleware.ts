import { clerkMiddleware, createRouteMatcher } from "@clerk/nextjs/server";
import { createServerClient } from "@supabase/ssr";
import { getIronSession } from "iron-session";
import { type NextRequestWithAuth, withAuth } from "next-auth/middleware";
import createIntlMiddleware from "next-intl/middleware";
import { type NextFetchEvent, type NextRequest, NextResponse } from "next/server";
import { SECRET } from "./secret";

const auth = withAuth({ callbacks: { authorized: ({ token }) => token?.role === "admin" }, secret: SECRET });

const intl = createIntlMiddleware({ locales: ["en", "de"], defaultLocale: "en" });

const isProtected = createRouteMatcher(["/api/clerk/admin(.*)"]);
const clerk = clerkMiddleware(
  async (session, request) => {
    if (isProtected(request)) await session.protect();
  },
  { publishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", secretKey: "sk_test_of_nobody" },
);

/** As Supabase's documentation has it. */
async function updateSession(request: NextRequest): Promise<Response> {
  let response = NextResponse.next({ request });
  const supabase = createServerClient(process.env.SUPABASE_URL!, "anon", {
    // Never opened; Node 20 has no WebSocket.
    realtime: { transport: Object as never },
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll(cookies) {
        for (const { name, value } of cookies) request.cookies.set(name, value);
        response = NextResponse.next({ request });
        for (const { name, value, options } of cookies) response.cookies.set(name, value, options);
      },
    },
  });
  const { data } = await supabase.auth.getUser();
  return data.user ? response : NextResponse.redirect(new URL("/login", request.url));
}

async function requireUser(request: NextRequest): Promise<Response> {
  const response = NextResponse.next();
  const options = { cookieName: "iron", password: SECRET };
  const { user } = await getIronSession<{ user?: string }>(request, response, options);
  return user ? response : NextResponse.json({ error: "sign in" }, { status: 401 });
}

export default function middleware(request: NextRequest, event: NextFetchEvent): unknown {
  const { pathname } = request.nextUrl;
  if (pathname.startsWith("/api/next-auth")) return auth(request as NextRequestWithAuth, event);
  if (pathname.startsWith("/api/supabase")) return updateSession(request);
  if (pathname.startsWith("/api/iron-session")) return requireUser(request);
  if (pathname.startsWith("/api/clerk")) return clerk(request, event);
  return intl(request);
}
