import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createHandler, type Options, type RouteModule } from "../../src/index.ts";
import { keepLog } from "../support/hosts.ts";
import { type Mounted, mounts } from "../support/mounts.ts";
import { viteMounts } from "../support/mounts.vite.ts";
import { protocolOf } from "../support/over.ts";

type Routes = NonNullable<Options["routes"]>;

const ROUTES: Routes = {
  "/api/users/[id]": (req, res) => res.json({ query: req.query, cookies: req.cookies, url: req.url }),
  "/api/echo": (req, res) => res.status(201).json({ body: req.body as unknown }),
  "/api/raw": {
    config: { api: { bodyParser: false } },
    default: async (req, res) => res.send(Buffer.concat(await req.toArray())),
  } satisfies RouteModule,
  "/api/redirect": (_req, res) => void res.redirect("/elsewhere"),
  "/api/stream": (_req, res) => res.send(Readable.from([Buffer.from("a"), Buffer.from("b")])),
  "/api/web": () => Response.json({ web: true }, { status: 202, statusText: "Taken" }),
  "/api/bare": (_req, res) => void res.end("bare"),
  "/api/throw": () => {
    throw new Error("of the route");
  },
};
const json = { "content-type": "application/json" };

describe.each([...mounts, ...viteMounts])("in $name", (mount) => {
  const over = protocolOf(mount);
  const log = keepLog();
  const start = (routes: Routes = ROUTES, around?: (handler: Mounted) => Mounted) => {
    const handler = createHandler({ routes, dev: false, logger: log });
    return mount.start(around?.(handler) ?? handler);
  };

  it("a route has its params, query, cookies and URL, and answers 200 with an ETag", async () => {
    const server = await start();
    const sent = { path: "/api/users/7?a=1", headers: { cookie: "b=2" } };

    const got = await over(server, sent);

    expect(got.status).toBe(200);
    expect(JSON.parse(got.text)).toEqual({
      query: { a: "1", id: "7" },
      cookies: { b: "2" },
      url: "/api/users/7?a=1",
    });
    const headers = { ...sent.headers, "if-none-match": got.headers.etag! };
    expect(await over(server, { ...sent, headers })).toMatchObject({ status: 304, text: "" });
  });

  it("a route has its body", async () => {
    const server = await start();
    const sent = { method: "POST", path: "/api/echo", headers: json };

    expect(await over(server, { ...sent, body: '{"c":[3]}' })).toMatchObject({
      status: 201,
      text: '{"body":{"c":[3]}}',
    });
  });

  it.skipIf(mount.name.includes("parsed"))("a route reads the stream itself, or is told 413", async () => {
    const server = await start();
    const body = Buffer.alloc(1024 * 1024 + 1, "x");
    const sent = { method: "POST", headers: { "content-type": "text/plain" }, body };

    expect((await over(server, { ...sent, path: "/api/raw" })).text).toHaveLength(body.length);
    expect(await over(server, { ...sent, path: "/api/echo" })).toMatchObject({
      status: 413,
      text: "Body exceeded 1mb limit",
    });
  });

  it.each([
    ["/api/redirect", 307, "/elsewhere"],
    ["/api/stream", 200, "ab"],
    ["/api/web", 202, '{"web":true}'],
    ["/api/bare", 200, "bare"],
    ["/api/throw", 500, "Internal Server Error"],
  ])("a route answers: %s", async (path, status, text) => {
    expect(await over(await start(), { path })).toMatchObject({ status, text });
  });

  it.each(["/about", "/api/nothing"])("what no route matches is the host's: %s", async (path) => {
    const { status, text } = await over(await start(), { path: `${path}?x=1` });

    // A route of the host's own has given all that it matches to the handler.
    if (mount.name.includes("parsed") && path.startsWith("/api/")) return expect(status).toBe(404);
    expect(status).toBe(200);
    expect([`host: ${path}`, `host: ${path}?x=1`]).toContain(text);
  });

  it("the request and the response keep the prototypes that they came with", async () => {
    const seen: unknown[][] = [];
    const look = (req: object, res: object): void =>
      void seen.push([req, res, Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
    const route: RouteModule["default"] = (req, res) => {
      look(req, res);
      res.status(200).json({});
    };
    const server = await start({ "/api/look": route }, (handler) => (req, res, next) => {
      look(req, res);
      handler(req, res, next);
    });

    await over(server, { path: "/api/look" });

    const [before, within] = seen;
    expect(within).toHaveLength(4);
    for (const [index, value] of before!.entries()) expect(within![index]).toBe(value);
  });
});
