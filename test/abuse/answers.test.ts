import { createReadStream } from "node:fs";
import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";
import type { Server } from "node:http";
import { describe, expect, it } from "vitest";
import { open, requestText } from "../support/client.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, type Host, hosts, keepLog, project } from "../support/hosts.ts";
import { site } from "../support/site.ts";
import { CLI, serving } from "../support/program.ts";
import { answersOf, exchange } from "../support/wire.ts";
import { LAST } from "./smuggled.ts";

expectNothingEscapes();

const CLIENTS = 60;
const LARGE = "a".repeat(4 * 1024 * 1024);
/** What would be a whole answer, if a client took the surplus of a body for one. */
const FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nSet-Cookie: admin=1\r\n\r\nforged";

const ways: Record<string, Handler> = {
  pipe: (req, res) => void createReadStream(String(req.query["file"])).pipe(res),
  send: (req, res) => res.send(createReadStream(String(req.query["file"]))),
  write: (req, res) => {
    res.writeHead(200);
    res.write("begun");
    createReadStream(String(req.query["file"])).pipe(res);
  },
};

describe.each([...hosts, site])("in $name", (host) => {
  it.each(Object.keys(ways))("%s of a file: no client that leaves keeps it open", async (way) => {
    const dir = await project({ "large.bin": LARGE });
    const { server, log } = await start(host, { [way]: ways[way]! });
    const path = `/api/${way}?file=${encodeURIComponent(join(dir, "large.bin"))}`;
    for (let index = 0; index < CLIENTS; index += 1) {
      const bytes = requestText({ path }).repeat(1 + (index % 3));
      const { socket, until } = await open(server, bytes);
      await until("HTTP/1.1 200");
      if (index % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
    expect(log.errors).toEqual([]);
  });

  it.each<[name: string, handler: Handler]>([
    ["end", (_req, res) => void res.setHeader("Content-Length", 2).end(`ok${FORGED}`)],
    [
      "write",
      (_req, res) => {
        res.writeHead(200, { "Content-Length": 2 });
        res.write("ok");
        res.end(FORGED);
      },
    ],
  ])("the surplus of a body is no answer: %s", async (_name, handler) => {
    const { server } = await start(host, { first: handler });
    const wire = await exchange(server, requestText({ path: "/api/first" }) + LAST);
    expect(wire).not.toContain("forged");
    expect(wire).not.toContain("admin");
    expect(answersOf(wire)).toMatchObject([{ status: 200, body: "ok" }]);
  });

  it("a body that is too short is not completed by the next answer", async () => {
    const { server } = await start(host, {
      first: (_req, res) => void res.setHeader("Content-Length", 100).end("short"),
    });
    const { end } = await open(server, requestText({ path: "/api/first" }) + LAST);
    expect((await end()).split("\r\n\r\n").slice(1)).toEqual(["short"]);
  });

  it("a store of one client is not seen by the next on its connection, pipelined or kept", async () => {
    const user = new AsyncLocalStorage<string>();
    const { server } = await start(host, {
      enter: (req, res) => {
        const before = user.getStore() ?? "nobody";
        user.enterWith(String(req.query["user"]));
        res.send(before);
      },
      fails: () => {
        user.enterWith("failed");
        throw new Error("fails");
      },
    });
    const paths = ["/api/enter?user=a", "/api/fails", "/api/enter?user=b", "/api/none", "/api/enter?user=c"];
    const wire = await exchange(server, paths.map((path) => requestText({ path })).join("") + LAST);
    expect([...wire.matchAll(/nobody/g)]).toHaveLength(3);
    expect(wire).not.toMatch(/\r\n\r\n(?:a|b|failed)/);
  });

  it.each([
    ["a trailer", "X-A: 1\r\nX-B: 2"],
    ["many trailers", Array.from({ length: 500 }, (_, index) => `X-${index}: 1`).join("\r\n")],
    ["a trailer that would be a user", "Authorization: Basic eA==\r\nCookie: a=1"],
    ["a trailer called __proto__", "__proto__: 1\r\nconstructor: 2"],
  ])("%s changes no header, and the next request is its own", async (_name, trailers) => {
    const { server, calls } = await start(host, {
      echo: (req, res) => res.json([req.headers.host, req.headers.authorization ?? null, req.body]),
    });
    const head =
      "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
    const wire = await exchange(server, `${head}2\r\nhi\r\n0\r\n${trailers}\r\n\r\n${LAST}`);
    expect(wire).toContain('["a",null,"hi"]');
    expect(calls).toEqual(["last"]);
  });

  it.each([
    ["a header without a value", "X-Empty:\r\n"],
    ["a header of 8 KB", `X-Long: ${"a".repeat(8000)}\r\n`],
    ["700 headers", Array.from({ length: 700 }, (_, index) => `a${index}: 1\r\n`).join("")],
    ["headers of one name", "X-Same: 1\r\n".repeat(700)],
    ["headers called like members of objects", "__proto__: 1\r\nconstructor: 1\r\ntoString: 1\r\n"],
    ["a range list of 500", `Range: bytes=${"0-0,".repeat(500)}1-1\r\n`],
    [
      "a cookie of many names",
      `Cookie: ${Array.from({ length: 800 }, (_, index) => `c${index}=1`).join("; ")}\r\n`,
    ],
    ["bytes above ASCII", "X-Bytes: \u00ff\u0080\u00e9\r\n"],
    ["an If-None-Match of many tags", `If-None-Match: ${'"a", '.repeat(900)}"b"\r\n`],
    ["an Accept-Encoding of many codings", `Accept-Encoding: ${"gzip;q=0.001,".repeat(600)}br\r\n`],
  ])("%s is answered in its turn", async (_name, headers) => {
    const { server, calls, log } = await start(host, {
      ok: (req, res) => res.json(Object.keys(req.cookies).length),
    });
    const bytes = Buffer.from(`GET /api/ok HTTP/1.1\r\nHost: a\r\n${headers}\r\n${LAST}`, "latin1");
    const wire = await exchange(server, bytes);
    expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*HTTP\/1\.1 200 OK\r\n/);
    expect([calls, log.errors]).toEqual([["last"], []]);
  });
});

const REBOUND: [name: string, head: string][] = [
  ["a name that leads here", "GET /api/a HTTP/1.1\r\nHost: evil.test\r\n"],
  ["a name with the port", "GET /api/a HTTP/1.1\r\nHost: evil.test:3000\r\n"],
  ["localhost as a part", "GET /api/a HTTP/1.1\r\nHost: localhost.evil.test\r\n"],
  ["an address as a part", "GET /api/a HTTP/1.1\r\nHost: 127.0.0.1.evil.test\r\n"],
  ["localhost as a user", "GET /api/a HTTP/1.1\r\nHost: localhost@evil.test\r\n"],
  ["a user and a password", "GET /api/a HTTP/1.1\r\nHost: localhost:x@evil.test\r\n"],
  ["brackets around a name", "GET /api/a HTTP/1.1\r\nHost: [evil.test]\r\n"],
  ["a name behind an address", "GET /api/a HTTP/1.1\r\nHost: [::1].evil.test\r\n"],
  ["a list", "GET /api/a HTTP/1.1\r\nHost: localhost, evil.test\r\n"],
  ["an absolute target", "GET http://localhost/api/a HTTP/1.1\r\nHost: evil.test\r\n"],
  ["an empty host", "GET /api/a HTTP/1.1\r\nHost: \r\n"],
  ["the forwarded host", "GET /api/a HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: localhost\r\n"],
  ["HTTP/1.0", "GET /api/a HTTP/1.0\r\nHost: evil.test\r\n"],
];

it("a development server shows no source to a host that is not this machine (DNS rebinding)", async () => {
  const dir = await project({ "pages/api/a.js": "export default () => { throw new Error('secret'); };" });
  const { url } = await serving([CLI, "dev"], { cwd: dir });
  const server = { address: () => ({ port: Number(new URL(url).port) }) } as Server;
  const own = await exchange(server, "GET /api/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  expect(own).toContain("secret");
  for (const [name, head] of REBOUND) {
    const wire = await exchange(server, `${head}Accept: text/html\r\nConnection: close\r\n\r\n`);
    expect([name, wire]).toEqual([name, expect.stringMatching(/^HTTP\/1\.1 40[03] /)]);
    expect(wire).not.toContain("secret");
  }
});

async function start(
  host: Host,
  handlers: Readonly<Record<string, Handler>>,
): Promise<{ server: Server; calls: string[]; log: ReturnType<typeof keepLog> }> {
  const calls: string[] = [];
  const log = keepLog();
  const last: Handler = (_req, res) => {
    calls.push("last");
    res.send("last");
  };
  const routes = Object.fromEntries(
    Object.entries({ ...handlers, last }).map(([name, handler]) => [
      `/api/${name}`,
      { default: handler, config: { api: { responseLimit: false as const } } },
    ]),
  );
  const server = await host.start({
    dev: false,
    logger: log,
    surviveUncaught: false,
    keepAliveTimeout: 100,
    routes,
  });
  return { server, calls, log };
}
