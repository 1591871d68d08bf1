import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { build, project, serveVite, start, versions } from "../support/vite.ts";

const EDGE = { runtime: "edge", greeting: "hello", edge: "string", name: "edge", set: "set" };
const FILES = {
  "app/hello/route.ts": `import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
export async function GET(request: NextRequest) {
  (await cookies()).set("seen", "1");
  const agent = (await headers()).get("user-agent");
  return Response.json({ agent, query: request.nextUrl.search, fast: Response !== globalThis.Response });
}`,
  "app/gone/route.ts": `import { redirect } from "next/navigation"; export const GET = () => redirect("/hello");`,
  "app/robots.ts": `export default () => ({ rules: { disallow: "/" } });`,
  "app/icon.svg": "<svg/>",
  "next.config.mjs": `export default { env: { GREETING: "hello" } };`,
  "app/edge/route.ts": `export const runtime = "edge";
export const GET = (request: Request) => {
  const pattern = new URLPattern({ pathname: "/:name" });
  (process.env as any).SET = "set";
  const { SET } = process.env;
  const { runtime, greeting } = { runtime: process.env.NEXT_RUNTIME, greeting: process.env.GREETING };
  const name = pattern.exec(request.url)!.pathname.groups.name;
  return Response.json({ runtime, greeting, edge: typeof EdgeRuntime, name, set: SET });
};`,
  "src/app/icon.tsx": "export const Icon = () => null;",
};

describe.each(versions)("Route Handlers beside a Vite front end, %s", (_name, vite) => {
  it("are served in development, with next/headers and a fast Response; the client's files stay", async () => {
    const { url } = await serveVite(vite, await project(FILES));
    const { headers } = await request(url)
      .get("/hello?a=1")
      .set("user-agent", "me")
      .expect(200, { agent: "me", query: "?a=1", fast: true });
    expect(headers["set-cookie"]).toEqual(["seen=1; Path=/"]);
    await request(url).get("/gone").expect("location", "/hello").expect(307);
    await request(url).get("/edge").expect(200, EDGE);
    await request(url).get("/robots.txt").expect(200, "User-Agent: *\nDisallow: /\n\n");
    const icon = await request(url).get("/icon.svg").expect("content-type", "image/svg+xml");
    expect(String(icon.body)).toBe("<svg/>");
    await request(url).get("/src/main.js").expect(200, /ready/);
    await request(url)
      .get("/any/page")
      .set("Accept", "text/html")
      .expect(200, /id="app"/);
  });

  it("are served from a build, beside the client", async () => {
    const dir = await project(FILES);
    await build(vite, dir);
    const { url } = await start(join(dir, "dist/server.js"));
    await request(url).get("/hello?a=1").set("user-agent", "me").expect(200, {
      agent: "me",
      query: "?a=1",
      fast: true,
    });
    await request(url).get("/gone").expect("location", "/hello").expect(307);
    await request(url).get("/edge").expect(200, EDGE);
    await request(url).get("/robots.txt").expect(200, "User-Agent: *\nDisallow: /\n\n");
    const icon = await request(url).get("/icon.svg").expect("content-type", "image/svg+xml");
    expect(String(icon.body)).toBe("<svg/>");
    await request(url)
      .get("/")
      .expect(200, /id="app"/);
  });
});
