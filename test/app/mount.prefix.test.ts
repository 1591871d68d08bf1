import { describe, expect, it } from "vitest";
import { createHandler, type RouteModule } from "../../src/index.ts";
import { type Mounted, middlewareMounts } from "../support/mounts.ts";
import { viteMounts } from "../support/mounts.vite.ts";
import { ask } from "../support/wire.ts";

const route: RouteModule["default"] = (req, res) => res.json([req.url, req.query]);
const routes = { "/api": route, "/api/hello": route, "/api/users/[id]": route, "/api/api/deep": route };

/** Where we are mounted, what a client asks for, and the URL and query that the route then has. */
const served: [prefix: string, target: string, url: string, query: object][] = [
  ["/v1", "/v1/api/users/7?a=1", "/api/users/7?a=1", { a: "1", id: "7" }],
  ["/api", "/api/users/7?a=1", "/api/users/7?a=1", { a: "1", id: "7" }],
  ["/api", "/api", "/api", {}],
  ["/api", "/api?a=1", "/api?a=1", { a: "1" }],
  ["/api", "/api/api/deep", "/api/api/deep", {}],
  ["/v1/api", "/v1/api/users/a%2Fb", "/api/users/a%2Fb", { id: "a/b" }],
  ["/v1/api", "/v1/api?x=/y", "/api?x=/y", { x: "/y" }],
];

const redirected: [prefix: string, target: string, location: string][] = [
  ["/v1", "/v1/api/hello/?a=1", "/v1/api/hello?a=1"],
  ["/api", "/api/hello/?a=1", "/api/hello?a=1"],
  ["/api", "/api/users//7", "/api/users/7"],
  ["/v1/api", "/v1/api/hello/", "/v1/api/hello"],
];

/** No route's: each goes on to the host as it came. */
const passed: [prefix: string, target: string][] = [
  ["/v1", "/v1/about?a=1"],
  ["/v1", "/api/hello"],
  ["/api", "/api/about?a=1"],
  ["/api", "/api/api/hello"],
  ["/api", "/apis/hello"],
  ["/apis", "/apis/hello"],
  ["/v1/api", "/v1/api/nothing"],
];

describe.each([...middlewareMounts, ...viteMounts])("mounted below a path of $name", (mount) => {
  it.each(served)("at %s, %s is the route's %s", async (prefix, target, url, query) => {
    const server = await mount.start(createHandler({ routes }), prefix);

    expect(JSON.parse((await ask(server, target)).body)).toEqual([url, query]);
  });

  it.each(redirected)("at %s, %s is redirected to %s", async (prefix, target, location) => {
    const server = await mount.start(createHandler({ routes }), prefix);

    expect(await ask(server, target)).toMatchObject({ status: 308, headers: { location } });
  });

  it.each(passed)("at %s, %s goes on with its URLs as they were", async (prefix, target) => {
    const urls: unknown[][] = [];
    const handler = createHandler({ routes });
    const around: Mounted = (req, res, next) => {
      const { url, originalUrl } = req as { url?: string; originalUrl?: string };
      handler(req, res, (error) => {
        urls.push([url, originalUrl], [req.url, (req as { originalUrl?: string }).originalUrl]);
        next?.(error);
      });
    };
    const server = await mount.start(around, prefix);

    expect(await ask(server, target)).toMatchObject({ status: 200, body: `host: ${target}` });
    if (urls.length > 0) expect(urls[1]).toEqual(urls[0]);
  });

  it("originalUrl is what the client sent, for a route too", async () => {
    const look: RouteModule["default"] = (req, res) =>
      res.json((req as { originalUrl?: string }).originalUrl);
    const server = await mount.start(createHandler({ routes: { "/api/look": look } }), "/v1/api");

    expect((await ask(server, "/v1/api/look?a=1")).body).toBe('"/v1/api/look?a=1"');
  });
});
