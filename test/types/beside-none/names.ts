// Types that programs import from Next by these names, in a project without Next.
import type { Metadata, NextConfig } from "next";
import { cookies, headers } from "next/headers";
import type { UnsafeUnwrappedCookies, UnsafeUnwrappedHeaders } from "next/headers";
import type { ReadonlyRequestCookies } from "next/dist/server/web/spec-extension/adapters/request-cookies";
import { NextResponse, URLPattern } from "next/server";
import type {
  MiddlewareConfig,
  NextFetchEvent,
  NextMiddleware,
  NextProxy,
  NextRequest,
  ProxyConfig,
} from "next/server";

export const middleware: NextMiddleware = (request: NextRequest, event: NextFetchEvent) => {
  event.waitUntil(Promise.resolve());
  return NextResponse.next({ request: { headers: new Headers(request.headers) } });
};
export const proxy: NextProxy = middleware;
export const config: MiddlewareConfig & ProxyConfig = {
  matcher: ["/a", { source: "/b", has: [{ type: "header", key: "x" }] }],
};

const nextConfig: NextConfig = {
  cacheHandler: "./handler.ts",
  experimental: { authInterrupts: true },
  headers: async () => [{ source: "/a", headers: [{ key: "a", value: "b" }] }],
  redirects: async () => [{ source: "/a", destination: "/b", permanent: true }],
};
export default nextConfig;

export const typed: NextResponse<{ a: number }> = NextResponse.json({ a: 1 });
export const id: string | undefined = new URLPattern({ pathname: "/:id" }).exec("http://a.test/1")?.pathname
  .groups["id"];
export const isMatch = (pattern: URLPattern): boolean => pattern.test("http://a.test");
export const title: Metadata = { title: "A" };

export async function forwarded(): Promise<Headers> {
  const jar: ReadonlyRequestCookies = await cookies();
  return new Headers({ ...Object.fromEntries(new Headers(await headers())), cookie: jar.toString() });
}
export const before = (cookies() as unknown as UnsafeUnwrappedCookies).get("a")?.value;
export const agent = (headers() as unknown as UnsafeUnwrappedHeaders).get("user-agent");
