import { describe, expect, it } from "vitest";
import request from "supertest";
import { createHandler, createServer } from "../../../src/index.ts";
import { createServer as createHttpServer } from "node:http";
import { keepLog, listen, project } from "../../support/hosts.ts";

const routes = {
  "/api/hello": (req: any, res: any) => res.json({ url: req.url, query: req.query }),
  "/api/users/[id]": (req: any, res: any) => res.json(req.query),
};

const nextConfig = {
  basePath: "/shop",
  headers: async () => [{ source: "/api/:path*", headers: [{ key: "X-Checked", value: "yes" }] }],
  redirects: async () => [{ source: "/api/old", destination: "/api/hello", permanent: false }],
  rewrites: async () => [{ source: "/api/me", destination: "/api/users/7" }],
};

describe("nextConfig beside routes that are modules", () => {
  it("applies", async () => {
    const server = await listen(createServer({ routes, nextConfig, dev: false, logger: keepLog() }));
    await request(server)
      .get("/shop/api/hello?a=1")
      .expect("X-Checked", "yes")
      .expect(200, {
        url: "/api/hello?a=1",
        query: { a: "1" },
      });
    await request(server).get("/shop/api/old").expect(307).expect("Location", "/shop/api/hello");
    await request(server).get("/shop/api/me").expect(200, { id: "7" });
    await request(server).get("/api/hello").expect(404);
  });

  it("applies in a mounted handler, and may be the name of a file", async () => {
    const dir = await project({ "config/next.config.mjs": "export default { trailingSlash: true };" });
    const handler = createHandler({
      dir,
      routes,
      nextConfig: "config/next.config.mjs",
      dev: false,
      logger: keepLog(),
    });
    const server = await listen(createHttpServer((req, res) => handler(req, res)));
    await request(server).get("/api/hello").expect(308).expect("Location", "/api/hello/");
    await request(server).get("/api/users/7/").expect(200, { id: "7" });
  });

  it("stops the start where it is wrong", async () => {
    const server = createServer({ routes, nextConfig: { basePath: "shop" }, dev: false, logger: keepLog() });
    await expect(server.ready()).rejects.toThrow('`basePath` is "shop"');
    await listen(server);
    await request(server).get("/api/hello").expect(500);
  });

  it("says what it cannot do for modules", async () => {
    const log = keepLog();
    const server = await listen(
      createServer({ routes, nextConfig: { env: { A: "1" } }, dev: false, logger: log }),
    );
    await request(server).get("/api/hello").expect(200);
    expect(log.warnings).toEqual(["nextConfig: `env` has no effect on routes that are given as modules."]);
  });

  it("is none where it is not given, whatever files there are", async () => {
    const dir = await project({ "next.config.mjs": "export default { basePath: '/shop' };" });
    const server = await listen(createServer({ dir, routes, dev: false, logger: keepLog() }));
    await request(server).get("/api/hello").expect(200);
  });
});
