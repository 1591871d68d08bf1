import { once } from "node:events";
import { createReadStream } from "node:fs";
import { connect, createSecureServer } from "node:http2";
import type { Server } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { createHandler, type ErrorHandler, type RouteModule } from "../../src/index.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { http2Mount, TLS } from "../support/mounts.ts";
import { overHttp2, overHttps } from "../support/over.ts";
import { portOf } from "../support/wire.ts";

type Handler = RouteModule["default"];

const start = (route: Handler | RouteModule, log = keepLog(), onError?: ErrorHandler) =>
  http2Mount.start(
    createHandler({
      routes: { "/api/x": route },
      dev: false,
      logger: log,
      ...(onError && { onError }),
    }),
  );

it("the host of a request is its :authority", async () => {
  const server = await start((req, res) => {
    const { host, "x-forwarded-host": forwarded, "x-forwarded-proto": proto } = req.headers;
    res.json([host, forwarded, proto, req.headers["x-forwarded-for"]]);
  });
  const authority = `127.0.0.1:${portOf(server)}`;

  const { text: body } = await overHttp2(server, { path: "/api/x" });

  expect(JSON.parse(body)).toEqual([authority, authority, "http", "127.0.0.1"]);
});

it("a body that no header tells of is read", async () => {
  const server = await start((req, res) => res.json(req.body));
  const sent = { method: "POST", path: "/api/x" };

  expect((await overHttp2(server, { ...sent, body: "sent" })).text).toBe('"sent"');
  expect((await overHttp2(server, sent)).text).toBe('""');
});

it("headers of a connection, and a status text, are left out without a word", async () => {
  const warnings: Error[] = [];
  const remember = (warning: Error): void => void warnings.push(warning);
  process.on("warning", remember);
  onTestFinished(() => void process.off("warning", remember));
  const ofConnection = { Connection: "keep-alive", "Transfer-Encoding": "chunked", Upgrade: "h2c" };
  const server = await start((req, res) => {
    if (req.query["throw"] !== undefined) throw new Error("of the route");
    if (req.query["head"] !== undefined)
      return res.writeHead(201, "Made", { ...ofConnection, "X-A": "1" }).end("head");
    for (const [name, value] of Object.entries(ofConnection)) res.setHeader(name, value);
    return new Response("web", { statusText: "Fine" });
  });

  const web = await overHttp2(server, { path: "/api/x" });
  const head = await overHttp2(server, { path: "/api/x?head" });
  expect(web).toMatchObject({ status: 200, text: "web" });
  expect(head).toMatchObject({ status: 201, text: "head", headers: { "x-a": "1" } });
  for (const name of ["connection", "transfer-encoding", "upgrade"]) {
    expect(web.headers).not.toHaveProperty(name);
    expect(head.headers).not.toHaveProperty(name);
  }
  expect(await overHttp2(server, { path: "/api/x?throw" })).toMatchObject({
    status: 500,
    text: "Internal Server Error",
    headers: { "content-length": "21" },
  });
  // Node gives its warnings on the next tick.
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});

it("a response has the members that Node gives it over HTTP/1 alone", async () => {
  let names: unknown;
  const server = await start((_req, res) => {
    res
      .setHeaders(new Map([["Set-Cookie", "a=1"]]))
      .appendHeader("Connection", "close")
      .appendHeader("Set-Cookie", "b=2");
    names = (res as unknown as { getRawHeaderNames(): string[] }).getRawHeaderNames();
    res.end();
  });
  const { headers } = await overHttp2(server, { path: "/api/x" });
  expect([headers["set-cookie"], names]).toEqual([["a=1", "b=2"], ["set-cookie"]]);
});

it("onError answers", async () => {
  const fails: Handler = () => {
    throw new Error("of the route");
  };
  const server = await start(fails, keepLog(), (_error, { res }) => res.json({ status: res.statusCode }));

  expect(await overHttp2(server, { path: "/api/x" })).toMatchObject({ status: 500, text: '{"status":500}' });
});

it("a file that is piped to the answer of HEAD is closed", async () => {
  const dir = await project({ "large.bin": "a".repeat(4 * 1024 * 1024) });
  const server = await start((_req, res) => {
    res.setHeader("X-A", "1");
    createReadStream(join(dir, "large.bin")).pipe(res);
  });
  const head = await overHttp2(server, { method: "HEAD", path: "/api/x" });
  expect(head).toMatchObject({ status: 200, text: "" });
  await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  expect((await overHttp2(server, { path: "/api/x" })).text).toHaveLength(4 * 1024 * 1024);
});

it.each<[what: string, route: Handler]>([
  ["is destroyed", (_req, res) => void res.destroy()],
  [
    "fails",
    async () => {
      await new Promise(setImmediate);
      throw new Error("of the route");
    },
  ],
])("an answer that %s after its first bytes is not taken for a whole one", async (_what, route) => {
  const server = await start((req, res) => {
    res.write("half");
    return route(req, res);
  });

  await expect(overHttp2(server, { path: "/api/x" })).rejects.toThrow("NGHTTP2_INTERNAL_ERROR");
});

it("a client that has left does no harm to the next one", async () => {
  const log = keepLog();
  let left!: () => void;
  const gone = new Promise<void>((resolve) => (left = resolve));
  const server = await start(async (req, res) => {
    if (req.query["wait"] === undefined) return res.send("here");
    await Promise.all([once(req.signal, "abort"), once(res, "close")]);
    res.status(200).json({ late: true });
    left();
    throw new Error("late");
  }, log);
  const session = connect(`http://127.0.0.1:${portOf(server)}`);
  onTestFinished(() => session.destroy());

  const sent = session.request({ ":path": "/api/x?wait" });
  sent.on("error", () => {});
  await once(server, "request");
  sent.close(8);
  await gone;

  const next = session.request({ ":path": "/api/x" });
  expect(await text(next)).toBe("here");
  expect(log.errors).toEqual([new Error("late")]);
});

it("a secure server takes clients of HTTP/2 and of HTTP/1.1", async () => {
  const route: Handler = (req, res) => res.json([req.httpVersion, req.headers["x-forwarded-proto"]]);
  const handler = createHandler({ routes: { "/api/x": route } });
  const server = createSecureServer({ ...TLS, allowHTTP1: true }, handler) as unknown as Server;
  server.closeAllConnections = () => {};
  await listen(server);

  const session = connect(`https://127.0.0.1:${portOf(server)}`, { ca: TLS.cert });
  const sent = session.request({ ":path": "/api/x" });
  expect(JSON.parse(await text(sent))).toEqual(["2.0", "https"]);
  await new Promise<void>((resolve) => session.close(resolve));

  expect(JSON.parse((await overHttps(server, { path: "/api/x" })).text)).toEqual(["1.1", "https"]);
});

it.each([
  ["without a body", 204],
  ["with one", 200],
  ["with one of a length", 500],
])("a request whose body nobody reads ends with its answer, %s", async (_name, status) => {
  const server = await start({
    default: (_req, res) => {
      if (status === 204) res.status(204).end();
      else res.status(status).send("text");
    },
    config: { api: { bodyParser: false } },
  });
  const session = connect(`http://127.0.0.1:${portOf(server)}`);
  onTestFinished(() => session.destroy());
  const sent = session.request({ ":method": "POST", ":path": "/api/x" });
  // More than the window of a stream.
  sent.end(Buffer.alloc(200_000));
  const [headers] = (await once(sent, "response")) as [Record<string, unknown>];
  expect(headers[":status"]).toBe(status);
  expect(await text(sent)).toBe(status === 204 ? "" : "text");
  if (!sent.closed) await once(sent, "close");
  expect(sent.rstCode).toBe(0);
});
