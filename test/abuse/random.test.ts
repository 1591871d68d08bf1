import { appendFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { AsyncLocalStorage } from "node:async_hooks";
import { connect } from "node:net";
import type { Server } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createSite } from "../../src/vite/site.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, keepLog, listen, project } from "../support/hosts.ts";
import { type Random, seeded } from "../support/random.ts";
import { site } from "../support/site.ts";
import { readStrictly } from "../support/strict.ts";
import { portOf } from "../support/wire.ts";

/** `npm run fuzz` takes more connections, and others each time; a failure names the seed. */
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_261_130);
const CONNECTIONS = process.env["FUZZ_RUNS"] === undefined ? 40 : 150;
const LARGE = "b".repeat(200_000);
const LAST = "GET /api/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

expectNothingEscapes();

/** One for each test: what a route leaves in it may reach the test itself, which is in the same process. */
let user = new AsyncLocalStorage<string>();
const chunks = (count: number): Readable =>
  Readable.from(Array.from({ length: count }, () => "c".repeat(999)));

/** What routes do that should not, or seldom do. Each answer names its request, where it has a header of its own. */
const ROUTES: Record<string, Handler> = {
  json: (req, res) => res.json({ id: req.query["id"] }),
  large: (_req, res) => res.send(LARGE),
  stream: (_req, res) => res.send(chunks(5)),
  enter: async (req, res) => {
    user.enterWith(String(req.query["id"]));
    res.on("finish", () => user.enterWith("finished"));
    await new Promise(setImmediate);
    res.send("entered");
  },
  read: async (req, res) => {
    let size = 0;
    for await (const chunk of req) size += (chunk as Buffer).length;
    res.json(size);
  },
  part: (req, res) => {
    req.once("data", () => void req.pause());
    setImmediate(() => res.end("part"));
  },
  twice: (_req, res) => {
    res.send("first");
    res.json("second");
    setImmediate(() => res.end("third"));
  },
  throws: () => {
    throw new Error("meant");
  },
  cut: (_req, res) => {
    res.write("begun");
    throw new Error("meant");
  },
  fails: (_req, res) => {
    const source = chunks(5);
    res.send(source);
    setImmediate(() => source.destroy(new Error("meant")));
  },
  gone: (_req, res) => void res.destroy(),
  unplugged: (req) => void req.socket.destroy(),
  short: (_req, res) => void res.setHeader("Content-Length", 5000).end("short"),
  long: (_req, res) => void res.setHeader("Content-Length", 2).end("ok HTTP/1.1 200 OK\r\n\r\nforged"),
  invalid: (_req, res) => void res.setHeader("Content-Length", "abc").end("text"),
  both: (_req, res) =>
    void res.writeHead(200, { "Content-Length": 4, "Transfer-Encoding": "chunked" }).end("text"),
  empty: (_req, res) => void res.writeHead(204, { "Content-Length": 4 }).end("text"),
  interim: (_req, res) => void res.status(102).end("text"),
  hints: (req, res) => {
    res.writeContinue();
    res.writeEarlyHints({ link: "</a>; rel=preload" });
    res.json({ id: req.query["id"] });
  },
  cookies: (_req, res) => {
    for (let count = 0; count < 100; count += 1) res.appendHeader("Set-Cookie", `c${count}=1`);
    res.end();
  },
  last: (_req, res) => res.end("last"),
};

interface Asked {
  readonly method: string;
  readonly bytes: string;
}

describe.each([...hosts, site])("in $name", (host) => {
  it("whatever comes in one connection, each answer is whole, in its turn and of its own request", async () => {
    user = new AsyncLocalStorage();
    const random = seeded(SEED);
    const seen: unknown[] = [];
    const log = keepLog();
    const routes = Object.fromEntries(
      Object.entries(ROUTES).map(([name, handler]) => {
        const route: Handler = (req, res) => {
          if (user.getStore() !== undefined) seen.push(user.getStore());
          if (req.query["id"] !== undefined) res.setHeader("X-Id", req.query["id"]);
          return handler(req, res);
        };
        const isRaw = name === "read" || name === "part";
        return [
          `/api/${name}`,
          { default: route, config: { api: { bodyParser: !isRaw && {}, responseLimit: false as const } } },
        ];
      }),
    );
    const server = await host.start({
      dev: false,
      logger: log,
      surviveUncaught: false,
      keepAliveTimeout: 200,
      routes,
    });
    let id = 0;
    await inTurns(CONNECTIONS, async () => {
      const asked = Array.from({ length: 1 + random(5) }, () => randomRequest(random, (id += 1)));
      const first = id - asked.length + 1;
      const wire = await send(server, random, asked);
      const answers = readStrictly(wire, [...asked.map(({ method }) => method), "GET"]);
      for (const [index, { headers, body, complete }] of answers.entries()) {
        if (headers["x-id"] !== undefined) expect(headers["x-id"]).toBe(String(first + index));
        expect(body).not.toMatch(/forged|second|third/);
        expect(complete || index === answers.length - 1).toBe(true);
      }
    });
    expect(seen).toEqual([]);
    await expect.poll(() => connectionsOf(server)).toBe(0);
  });
});

const RANGES =
  "bytes=0-0 bytes=5-2 bytes=-5 bytes=-0 bytes=abc items=0-5 bytes=9- bytes=65535-65536 bytes=0-1,3-4".split(
    " ",
  );
const FILES: Record<string, number> = {
  "a.txt": 10,
  "b.bin": 65_536,
  "c.bin": 65_537,
  "d.bin": 2_000_000,
  "e.txt": 0,
};

it("files that grow, shrink and vanish while they are asked for never spill into another answer", async () => {
  const random = seeded(SEED);
  const dir = join(await project({ "client/index.html": "i" }), "client");
  const make = (name: string): void => writeFileSync(join(dir, name), name[0]!.repeat(FILES[name]!));
  const names = Object.keys(FILES);
  for (const name of names) make(name);
  const log = keepLog();
  const routes = { "/api/last": ROUTES["last"]! };
  const server = await listen(
    createSite({ clientDir: dir, routes, logger: log, surviveUncaught: false, keepAliveTimeout: 200 }),
  );
  await inTurns(CONNECTIONS, async () => {
    change(random, dir, names[random(names.length)]!, make);
    const asked = Array.from({ length: 1 + random(5) }, () => randomDownload(random, names));
    const wire = await send(server, random, asked);
    const answers = readStrictly(wire, [...asked.map(({ method }) => method), "GET"]);
    for (const { status, headers, body, complete } of answers) {
      expect([200, 206, 304, 404, 416, 500]).toContain(status);
      if (status !== 206 || !complete) continue;
      const [, from, to] = /^bytes (\d+)-(\d+)\/\d+$/.exec(headers["content-range"] ?? "") ?? [];
      expect(body.length).toBe(Number(to) - Number(from) + 1);
    }
  });
  await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  await expect.poll(() => connectionsOf(server)).toBe(0);
  for (const error of log.errors) expect(String(error)).toContain("has become shorter");
});

function randomRequest(random: Random, id: number): Asked {
  const names = Object.keys(ROUTES);
  const method = ["GET", "POST", "POST", "HEAD", "PUT", "OPTIONS"][random(6)]!;
  const lines = [`${method} /api/${names[random(names.length)]}?id=${id} HTTP/1.1`, "Host: a"];
  if (random(3) === 0) lines.push("Accept-Encoding: gzip");
  if (random(12) === 0) lines.push("Upgrade: websocket", "Connection: Upgrade");
  if (random(12) === 0) lines.push("If-None-Match: *");
  if (method === "GET" || method === "HEAD") return { method, bytes: `${lines.join("\r\n")}\r\n\r\n` };
  if (random(8) === 0) lines.push("Expect: 100-continue");
  const size = [0, 1, 1000, 70_000, 1_100_000][random(5)]!;
  lines.push(
    `Content-Type: ${["application/json", "text/plain", "application/x-www-form-urlencoded"][random(3)]}`,
  );
  if (random(2) === 0)
    return {
      method,
      bytes: `${[...lines, `Content-Length: ${size}`].join("\r\n")}\r\n\r\n${"1".repeat(size)}`,
    };
  const odd = Math.min(size, 1 + random(size + 1));
  const parts = [odd, size - odd]
    .filter((length) => length > 0)
    .map((length) => `${length.toString(16)}\r\n${"1".repeat(length)}\r\n`);
  return {
    method,
    bytes: `${[...lines, "Transfer-Encoding: chunked"].join("\r\n")}\r\n\r\n${parts.join("")}0\r\n\r\n`,
  };
}

function randomDownload(random: Random, names: readonly string[]): Asked {
  const method = ["GET", "GET", "HEAD"][random(3)]!;
  const path = [...names, "index.html", "", "none"][random(names.length + 3)];
  const range = random(2) === 0 ? `Range: ${RANGES[random(RANGES.length)]}\r\n` : "";
  return { method, bytes: `${method} /${path} HTTP/1.1\r\nHost: a\r\n${range}\r\n` };
}

function change(random: Random, dir: string, name: string, make: (name: string) => void): void {
  const file = join(dir, name);
  make(name);
  const how = random(5);
  if (how === 0) truncateSync(file, random(FILES[name]! + 1));
  if (how === 1) appendFileSync(file, "z".repeat(random(100_000)));
  if (how === 2) unlinkSync(file);
  if (how === 3) renameSync(file, join(dir, "moved.bin"));
}

/** Sends requests in pieces, and leaves in one of the ways that clients do. Gives what has come by then. */
async function send(server: Server, random: Random, asked: readonly Asked[]): Promise<string> {
  const how = ["whole", "whole", "half", "destroy", "reset", "stop"][random(6)]!;
  const whole = asked.map(({ bytes }) => bytes).join("");
  const bytes = how === "stop" ? whole.slice(0, random(whole.length)) : whole + LAST;
  const socket = connect({ port: portOf(server), host: "127.0.0.1", allowHalfOpen: how === "half" });
  let wire = "";
  socket.on("error", () => {}).on("data", (chunk: Buffer) => (wire += chunk.toString("latin1")));
  const closed = new Promise<void>((resolve) => void socket.once("close", () => resolve()));
  socket.once("end", () => socket.end());
  for (let at = 0, size = 1; at < bytes.length && !socket.destroyed; at += size, size = 1 + random(100_000)) {
    socket.write(bytes.slice(at, at + size), "latin1");
    // oxlint-disable-next-line no-await-in-loop -- pieces come one after the other
    if (random(3) === 0) await new Promise(setImmediate);
  }
  if (how === "half") socket.end();
  if (how === "destroy" || how === "stop") socket.destroy();
  if (how === "reset") socket.resetAndDestroy();
  await closed;
  return wire;
}

/** Runs so many, eight at a time. */
async function inTurns(count: number, run: () => Promise<void>): Promise<void> {
  let left = count;
  const runner = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    while ((left -= 1) >= 0) await run();
  };
  await Promise.all(Array.from({ length: 8 }, runner));
}

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
