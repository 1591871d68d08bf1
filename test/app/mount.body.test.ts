import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { bodyParser } from "@koa/bodyparser";
import bodyParser4 from "body-parser";
import express, { type RequestHandler } from "express";
import express4 from "express4";
import getRawBody from "raw-body";
import Koa from "koa";
import { describe, expect, it } from "vitest";
import { createHandler, type RouteModule } from "../../src/index.ts";
import { listen } from "../support/hosts.ts";
import { overHttp } from "../support/over.ts";

type Handler = RouteModule["default"];

const TEXT = { "content-type": "text/plain" };
const JSON_TYPE = { "content-type": "application/json" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const BYTES = { "content-type": "application/octet-stream" };

const kind: Handler = (req, res) => {
  const body = req.body as unknown;
  res.json(Buffer.isBuffer(body) ? { bytes: body.toString() } : body);
};

async function bodyIn(server: Server, headers: Record<string, string>, body: string): Promise<unknown> {
  return JSON.parse((await overHttp(server, { method: "POST", path: "/api/kind", headers, body })).text);
}

describe.each([
  ["Express 5", express, express],
  ["Express 4", express4, express4],
  ["body-parser in Express 5", express, bodyParser4],
] as const)("%s has parsed the body", (_name, framework, parsers) => {
  const start = (...parse: RequestHandler[]) => {
    const app = framework();
    app.use(...(parse as [RequestHandler]), createHandler({ routes: { "/api/kind": kind } }));
    return listen(createHttpServer(app));
  };

  it.each<[string, RequestHandler, Record<string, string>, string, unknown]>([
    ["json", parsers.json({ type: "*/*" }), TEXT, '{"a":1}', { a: 1 }],
    ["urlencoded", parsers.urlencoded({ extended: true }), FORM, "a[b]=1", { a: { b: "1" } }],
    ["text", parsers.text({ type: "*/*" }), JSON_TYPE, '{"a":1}', '{"a":1}'],
    ["raw", parsers.raw({ type: "*/*" }), JSON_TYPE, '{"a":1}', { bytes: '{"a":1}' }],
  ])("by %s: it is kept", async (_parser, parse, headers, sent, body) => {
    expect(await bodyIn(await start(parse), headers, sent)).toEqual(body);
  });

  it("of another type: it is parsed here", async () => {
    const server = await start(parsers.json(), parsers.raw());
    expect(await bodyIn(server, FORM, "a=1")).toEqual({ a: "1" });
    expect(await bodyIn(server, TEXT, "text")).toBe("text");
  });
});

describe("Koa has parsed the body", () => {
  it("it is kept where it is handed on", async () => {
    const handler = createHandler({ routes: { "/api/kind": kind } });
    const app = new Koa();
    app.use(bodyParser({ enableTypes: ["json", "form", "text"] }));
    app.use((ctx) => {
      ctx.respond = false;
      handler(Object.assign(ctx.req, { body: ctx.request.body }), ctx.res);
    });
    const server = await listen(createHttpServer(app.callback() as RequestListener));

    expect(await bodyIn(server, JSON_TYPE, '{"a":1}')).toEqual({ a: 1 });
    expect(await bodyIn(server, FORM, "a=1")).toEqual({ a: "1" });
    expect(await bodyIn(server, TEXT, "text")).toBe("text");
  });
});

/** What the runtime of Cloud Functions puts before a function: parsers that keep the bytes they have read. */
const keepBytes = (req: object, _res: unknown, bytes: Buffer): void =>
  void Object.assign(req, { rawBody: bytes });
const platform: RequestHandler[] = [
  express.json({ verify: keepBytes }),
  express.text({ verify: keepBytes }),
  express.urlencoded({ extended: true, verify: keepBytes }),
  express.raw({ type: "*/*", verify: keepBytes }),
];

describe("a platform has read the body, and kept its bytes as rawBody", () => {
  const raw = (read: (req: Parameters<Handler>[0]) => Promise<unknown>): RouteModule => ({
    config: { api: { bodyParser: false } },
    default: async (req, res) => {
      const { isPaused, socket } = req;
      const seen = await read(req);
      res.json([
        String(seen),
        req.readableEnded,
        req.complete,
        isPaused === req.isPaused,
        socket === req.socket,
      ]);
    },
  });
  const routes = {
    "/api/kind": kind,
    "/api/iterate": raw(async (req) => Buffer.concat(await req.toArray())),
    "/api/raw-body": raw((req) => getRawBody(req, { length: req.headers["content-length"]!, limit: "2mb" })),
    "/api/pipe": raw(async (req) => {
      const through = new PassThrough();
      const [all] = await Promise.all([getRawBody(through), pipeline(req, through)]);
      return all;
    }),
    "/api/events": raw(
      (req) =>
        new Promise((resolve) => {
          let all = "";
          req.setEncoding("utf8").on("data", (chunk: string) => (all += chunk));
          req.on("end", () => resolve(all));
        }),
    ),
    "/api/unread": { config: { api: { bodyParser: false } }, default: (_req, res) => res.send("ok") },
  } satisfies Record<string, Handler | RouteModule>;
  const start = (...middleware: RequestHandler[]) => {
    const app = express();
    app.use(...(middleware as [RequestHandler]), createHandler({ routes, dev: false }));
    return listen(createHttpServer(app));
  };

  it("its body is kept", async () => {
    const server = await start(...platform);
    expect(await bodyIn(server, JSON_TYPE, '{"a":1}')).toEqual({ a: 1 });
    expect(await bodyIn(server, BYTES, "bytes")).toEqual({ bytes: "bytes" });
  });

  it.each(["iterate", "raw-body", "pipe", "events"])(
    "a route with bodyParser false reads the bytes once more: %s",
    async (name) => {
      const server = await start(...platform);
      const body = "é".repeat(50_000);
      for (const [headers, sent] of [
        [BYTES, body],
        [JSON_TYPE, '{ "a": 1 }'],
        [FORM, "a=1&b=2"],
      ] as const) {
        const got = await overHttp(server, { method: "POST", path: `/api/${name}`, headers, body: sent });
        expect(JSON.parse(got.text)).toEqual([sent, true, true, true, true]);
      }
    },
  );

  it("a connection goes on after a body that nobody has read twice", async () => {
    const server = await start(...platform);
    for (let count = 0; count < 3; count += 1) {
      const sent = { method: "POST", path: "/api/unread", headers: BYTES, body: "x" };
      expect((await overHttp(server, sent)).text).toBe("ok");
    }
  });

  it("a body that was only read is parsed here", async () => {
    const server = await start(async (req, _res, next) => {
      Object.assign(req, { rawBody: await getRawBody(req) });
      next();
    });
    expect(await bodyIn(server, JSON_TYPE, '{"a":1}')).toEqual({ a: 1 });
    expect(await bodyIn(server, { "content-type": "text/plain; charset=latin1" }, "é")).toBe("Ã©");
    const large = { method: "POST", path: "/api/kind", headers: TEXT, body: Buffer.alloc(1024 * 1024 + 1) };
    expect(await overHttp(server, large)).toMatchObject({ status: 413 });
  });
});
