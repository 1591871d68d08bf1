import { realpath } from "node:fs/promises";
import request from "supertest";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { createServer } from "../../src/index.ts";
import { echoRoutes, echoText } from "../support/echo.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const hello = echoRoutes(["/api/hello"]);

// The compiler starts for ever in the working directory in which it was first loaded; a test's own goes away.
beforeAll(async () => void (await import("esbuild")));

it("dir is the working directory by default", async () => {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(await realpath(await project({ "pages/api/here.js": echoText("here") })));

  await request(createServer({ dev: false }))
    .get("/api/here")
    .expect(200);
});

it("dir may be relative to the working directory", async () => {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(await realpath(await project({ "app/pages/api/here.js": echoText("here") })));

  await request(createServer({ dir: "app", dev: false }))
    .get("/api/here")
    .expect(200);
});

it.each([
  ["production", 0],
  ["development", 1],
  ["", 1],
])("dev is decided by NODE_ENV by default (%j)", async (value, warnings) => {
  vi.stubEnv("NODE_ENV", value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const logger = keepLog();
  const routes = { "/api/x": (_req: unknown, res: { end(): void }) => (res.end(), 1) };

  await request(createServer({ routes, logger })).get("/api/x").expect(200);

  expect(logger.warnings).toHaveLength(warnings);
});

it("logger is console by default", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => logged.mockRestore());
  const error = new Error("of the handler");
  const hostile = new Error("\u001B[2J");
  const routes = {
    "/api/x": () => {
      throw error;
    },
    "/api/hostile": () => {
      throw hostile;
    },
  };
  const server = await listen(createServer({ routes }));

  await request(server).get("/api/x").expect(500);
  await request(server).get("/api/hostile").expect(500);

  // As it is, unless a terminal would obey it.
  expect(logged.mock.calls).toEqual([[error], [expect.stringContaining("Error: \\u001b[2J\n    at ")]]);
});

it("compress is on by default, and may be off", async () => {
  const routes = {
    "/api/x": (_req: unknown, res: { json(body: unknown): void }) => res.json("x".repeat(2000)),
  };
  const headers = { "Accept-Encoding": "gzip" };
  const on = await listen(createServer({ routes }));
  const off = await listen(createServer({ routes, compress: false }));

  expect((await ask(on, "/api/x", { headers })).headers["content-encoding"]).toBe("gzip");
  expect((await ask(off, "/api/x", { headers })).headers).not.toHaveProperty("content-encoding");
});

it("queryParser is simple by default, and may be extended", async () => {
  const simple = createServer({ routes: hello });
  const extended = createServer({ routes: hello, queryParser: "extended" });

  await request(simple)
    .get("/api/hello?a[b]=1")
    .expect({ route: "/api/hello", query: { "a[b]": "1" } });
  await request(extended)
    .get("/api/hello?a[b]=1")
    .expect({ route: "/api/hello", query: { a: { b: "1" } } });
});

it("routes may be functions, or modules with a config", async () => {
  const server = createServer({
    routes: {
      "/api/plain/[id]": (req, res) => res.json([req.query["id"], req.body]),
      "/api/raw": {
        default: (req, res) => res.json({ body: typeof req.body, ended: req.readableEnded }),
        config: { api: { bodyParser: false } },
      },
      "/api/small": {
        default: (_req, res) => res.end(),
        config: { api: { bodyParser: { sizeLimit: 2 } } },
      },
    },
  });

  await request(server)
    .post("/api/plain/7")
    .send({ a: 1 })
    .expect(200, ["7", { a: 1 }]);
  await request(server).post("/api/raw").send({ a: 1 }).expect(200, { body: "undefined", ended: false });
  await request(server).post("/api/small").send({ a: 1 }).expect(413, "Body exceeded 2 limit");
});

it("routes are instead of the files", async () => {
  const dir = await project({ "pages/api/file.js": echoText("file") });

  await request(createServer({ dir, routes: hello }))
    .get("/api/file")
    .expect(404);
});

it("routes need no folder at all", async () => {
  await expect(createServer({ dir: "/nowhere", routes: hello }).ready()).resolves.toBeUndefined();
});

it("routes may be none", async () => {
  await request(createServer({ routes: {} }))
    .get("/api/hello")
    .expect(404);
});

it("routes with a bad config are refused, and the route is named", async () => {
  const routes = {
    "/api/x": { default: () => {}, config: { api: { bodyParser: { sizeLimit: "lots" } } } },
  };

  await expect((async () => createServer({ routes }).ready())()).rejects.toMatchObject({
    code: "ROUTE_CONFIG",
    file: "/api/x",
  });
});

it("routes may not have one route twice", () => {
  const routes = { ...echoRoutes(["/api/x", "/api/x/"]) };

  expect(() => createServer({ routes })).toThrow('"/api/x/" and "/api/x" are one route. Keep one of them.');
});
