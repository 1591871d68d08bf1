import { expect } from "vitest";
import type { Ask } from "./ways.ts";

/**
 * Beside the routes of the contract, which the middleware does not see: rules of next.config, and what guards
 * `/api/guarded/admin` by a module that it shares with the routes, and says by a header that it has let others through.
 */
export const GUARDED_FILES = {
  "next.config.mjs": `export default {
    headers: async () => [{ source: "/api/guarded/:path*", headers: [{ key: "x-by-config", value: "yes" }] }],
    redirects: async () => [{ source: "/api/guarded/old", destination: "/api/guarded/hello", permanent: true }],
    rewrites: async () => [{ source: "/api/guarded/renamed", destination: "/api/guarded/hello" }],
  };`,
  "lib/allowed.ts": 'export const allowed = (key: string | null): boolean => key === "secret";\n',
  "middleware.ts": `
    import { NextResponse, type NextRequest } from "next/server";
    import { allowed } from "./lib/allowed";
    export function middleware(request: NextRequest) {
      if (request.nextUrl.pathname.startsWith("/api/guarded/admin") && !allowed(request.headers.get("authorization")))
        return NextResponse.json({ error: "forbidden" }, { status: 403 });
      return NextResponse.next({ headers: { "x-passed": "yes" } });
    }
    export const config = { matcher: ["/api/guarded/:path*"] };`,
  "pages/api/guarded/hello.ts": 'export default (req: any, res: any) => res.send("hello");\n',
  "pages/api/guarded/admin/[[...path]].ts": 'export default (req: any, res: any) => res.send("admin");\n',
};

const GUARDED = [
  "/api/guarded/admin",
  "/api/guarded/admin/users",
  "/api/guarded/%61dmin",
  "/api/guarded/x/../admin",
];

export async function expectGuarded(ask: Ask): Promise<void> {
  for (const path of GUARDED) {
    const response = await ask(path);
    expect([path, response.status, await response.text()]).toEqual([path, 403, '{"error":"forbidden"}']);
  }
  const headers = { authorization: "secret" };
  const allowed = await ask("/api/guarded/admin/x", { headers });
  expect([allowed.status, await allowed.text()]).toEqual([200, "admin"]);
  const hello = await ask("/api/guarded/hello");
  expect([await hello.text(), hello.headers.get("x-passed")]).toEqual(["hello", "yes"]);
  expect(hello.headers.get("x-by-config")).toBe("yes");
  const old = await ask("/api/guarded/old");
  expect([old.status, old.headers.get("location")]).toEqual([308, "/api/guarded/hello"]);
  expect(await (await ask("/api/guarded/renamed")).text()).toBe("hello");
  expect([...hello.headers.keys()].filter((name) => name.startsWith("x-middleware"))).toEqual([]);
}
