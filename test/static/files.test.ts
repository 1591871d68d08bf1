import { execFileSync } from "node:child_process";
import { truncate, unlink, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createSite } from "../../src/vite/site.ts";
import { begin, open, requestText } from "../support/client.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type KeptLog, keepLog, listen, project } from "../support/hosts.ts";
import { ask, exchange } from "../support/wire.ts";

const DIGITS = "0123456789";
const LARGE = 8 * 1024 * 1024;
const CLOSE = { Connection: "close" };

expectNothingEscapes();

interface Site {
  readonly server: Server;
  readonly dir: string;
  readonly log: KeptLog;
}

/** Serves a folder with `digits.txt` and other files, beside a route. */
async function site(files: Readonly<Record<string, string>> = {}): Promise<Site> {
  const dir = await project({ "client/digits.txt": DIGITS, ...files });
  const log = keepLog();
  const routes = {
    "/api/a": { default: (_req: unknown, res: { end(text: string): void }) => res.end("route") },
  };
  const clientDir = join(dir, "client");
  const server = createSite({ routes, clientDir, logger: log, surviveUncaught: false, compress: false });
  await server.ready();
  return { server: await listen(server), dir: clientDir, log };
}

const RANGES: [range: string, status: number, body: string, contentRange: string | undefined][] = [
  ["bytes=0-0", 206, "0", "bytes 0-0/10"],
  ["bytes=0-", 206, DIGITS, "bytes 0-9/10"],
  ["bytes=3-5", 206, "345", "bytes 3-5/10"],
  ["bytes=9-9", 206, "9", "bytes 9-9/10"],
  ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
  ["bytes=-5", 206, "56789", "bytes 5-9/10"],
  ["bytes=-99", 206, DIGITS, "bytes 0-9/10"],
  ["Bytes=1-2", 206, "12", "bytes 1-2/10"],
  ["bytes= 1-2", 206, "12", "bytes 1-2/10"],
  ["bytes=5-2", 416, "", "bytes */10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=10-12", 416, "", "bytes */10"],
  ["bytes=99999999999999999999-", 416, "", "bytes */10"],
  ["bytes=-0", 416, "", "bytes */10"],
  ["bytes=abc", 200, DIGITS, undefined],
  ["bytes=", 200, DIGITS, undefined],
  ["bytes=-", 200, DIGITS, undefined],
  ["bytes=0x1-5", 200, DIGITS, undefined],
  ["bytes=1.5-5", 200, DIGITS, undefined],
  ["bytes=--5", 200, DIGITS, undefined],
  ["bytes 0-5", 200, DIGITS, undefined],
  ["items=0-5", 200, DIGITS, undefined],
  ["bytes=0-1,4-5", 200, DIGITS, undefined],
];

describe("a range of a file (RFC 9110 section 14)", () => {
  it.each(RANGES)("%s is answered %d", async (range, status, body, contentRange) => {
    const { server } = await site();
    const answer = await ask(server, "/digits.txt", { headers: { Range: range } });
    expect(answer.status).toBe(status);
    expect(answer.body).toBe(body);
    expect(answer.headers["content-range"]).toBe(contentRange);
    expect(answer.headers["content-length"]).toBe(String(body.length));
    expect(answer.headers["accept-ranges"]).toBe("bytes");
  });

  it("is for GET alone", async () => {
    const { server } = await site();
    const { status, headers } = await ask(server, "/digits.txt", {
      method: "HEAD",
      headers: { Range: "bytes=0-0" },
    });
    expect([status, headers["content-length"], headers["content-range"]]).toEqual([200, "10", undefined]);
  });

  it("of an empty file is the whole of it for its last bytes, and out of it for others", async () => {
    const { server } = await site({ "client/empty.txt": "" });
    const statusOf = async (range: string): Promise<number> =>
      (await ask(server, "/empty.txt", { headers: { Range: range } })).status;
    expect([await statusOf("bytes=-5"), await statusOf("bytes=0-0")]).toEqual([200, 416]);
  });

  it("is given to a client that has this version of the file, by If-Range", async () => {
    const { server } = await site();
    const { headers } = await ask(server, "/digits.txt");
    const statusOf = async (condition: string): Promise<number> =>
      (await ask(server, "/digits.txt", { headers: { Range: "bytes=0-0", "If-Range": condition } })).status;
    expect(await statusOf(headers.etag!)).toBe(206);
    expect(await statusOf(headers["last-modified"]!)).toBe(206);
    expect(await statusOf('"other"')).toBe(200);
    expect(await statusOf(`W/${headers.etag!}`)).toBe(200);
    expect(await statusOf("Thu, 01 Jan 1970 00:00:00 GMT")).toBe(200);
  });
});

describe("a file", () => {
  it("has validators, and is not sent again to a client that has it", async () => {
    const { server } = await site({ "client/assets/app.js": "1", "client/index.html": "<p>" });
    const { headers } = await request(server).get("/assets/app.js").expect(200, "1");
    expect(headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    for (const condition of [
      { "If-None-Match": headers["etag"]! },
      { "If-Modified-Since": headers["last-modified"]! },
    ]) {
      const { body, headers: sent } = await request(server).get("/assets/app.js").set(condition).expect(304);
      expect(body).toEqual({});
      expect(sent["content-type"]).toBeUndefined();
    }
    await request(server).get("/").expect(200, "<p>").expect("Cache-Control", "no-cache");
  });

  it("that was replaced is sent as it is now, and the answer behind it is its own", async () => {
    const { server, dir } = await site();
    await ask(server, "/digits.txt");
    const longer = DIGITS.repeat(10);
    await writeFile(join(dir, "digits.txt"), longer);
    const wire = await exchange(
      server,
      requestText({ path: "/digits.txt" }) + requestText({ path: "/api/a", headers: CLOSE }),
    );
    expect(wire).toMatch(/Content-Length: 100\r\n/);
    expect(wire).toMatch(/\r\n\r\n(?:0123456789){10}HTTP\/1\.1 200 OK\r\n[^]*route/);
    await writeFile(join(dir, "digits.txt"), "0");
    expect((await ask(server, "/digits.txt")).body).toBe("0");
    await writeFile(join(dir, "new.txt"), "new");
    expect((await ask(server, "/new.txt")).body).toBe("new");
    await unlink(join(dir, "digits.txt"));
    expect((await ask(server, "/digits.txt")).status).toBe(404);
  });

  it("that becomes shorter while it is sent ends its connection, with a line in the log", async () => {
    const { server, dir, log } = await site({ "client/large.bin": "a".repeat(LARGE) });
    const { socket, until, end } = await open(server, requestText({ path: "/large.bin" }));
    await until("Content-Length");
    socket.pause();
    await truncate(join(dir, "large.bin"), 1024);
    socket.resume();
    expect((await end()).length).toBeLessThan(LARGE);
    expect(String(log.errors)).toContain("/large.bin");
  });

  it("that grows while it is sent has the size of before, and the next answer is its own", async () => {
    const { server, dir } = await site({ "client/large.bin": "a".repeat(LARGE) });
    const { socket, until, end } = await open(server, requestText({ path: "/large.bin" }));
    await until("Content-Length");
    socket.pause();
    await writeFile(join(dir, "large.bin"), "b".repeat(LARGE), { flag: "a" });
    socket.write(requestText({ path: "/api/a", headers: CLOSE }));
    socket.resume();
    expect(await end()).toMatch(/[^b]aHTTP\/1\.1 200 OK\r\n[^]*route$/);
  });

  it("that is removed while it is sent arrives whole", async () => {
    const { server, dir } = await site({ "client/large.bin": "a".repeat(LARGE) });
    const { socket, until, end } = await open(server, requestText({ path: "/large.bin", headers: CLOSE }));
    await until("Content-Length");
    socket.pause();
    await unlink(join(dir, "large.bin"));
    socket.resume();
    expect((await end()).length).toBeGreaterThan(LARGE);
  });

  it("is closed when its client has left, or needs none of it", async () => {
    const { server, dir } = await site({ "client/large.bin": "a".repeat(LARGE) });
    for (let left = 0; left < 30; left += 1) {
      const answer = await begin(server, { path: "/large.bin" });
      answer.destroy();
    }
    const { headers } = await ask(server, "/large.bin", { method: "HEAD" });
    await ask(server, "/large.bin", { headers: { "If-None-Match": headers.etag! } });
    await ask(server, "/large.bin", { headers: { Range: "bytes=99999999-" } });
    await ask(server, "/large.bin", { headers: { Range: "bytes=0-9" } });
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  });

  it("that is asked for in a pipeline is closed when the client has left", async () => {
    const { server, dir } = await site({ "client/large.bin": "a".repeat(LARGE) });
    const path = "/large.bin";
    const { socket, until } = await open(server, requestText({ path }).repeat(5));
    await until("Content-Length");
    socket.pause();
    await expect.poll(() => openFilesBelow(dir).length).toBe(5);
    socket.destroy();
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  });

  it("is none of the hidden ones, none outside, no folder and no pipe", async () => {
    const { server, dir } = await site({
      "client/.env": "classified",
      "client/sub/.git/config": "classified",
      "client/.well-known/a.txt": "known",
      "secret.txt": "classified",
      "client-secret/a.txt": "classified",
    });
    execFileSync("mkfifo", [join(dir, "pipe.txt")]);
    for (const path of [
      "/.env",
      "/%2eenv",
      "/sub/.git/config",
      "/sub",
      "/pipe.txt",
      "/../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fclient-secret/a.txt",
      "/%2e%2e%2fclient-secret%2fa.txt",
      "/..\\secret.txt",
      "/..%5csecret.txt",
      "/digits.txt%00.html",
      "/%E0%A4%A",
      `/${"a".repeat(5000)}`,
      "/digits.txt/a",
    ]) {
      const { status, body } = await ask(server, path);
      expect([path, status >= 400 || status === 308, body]).toEqual([
        path,
        true,
        expect.not.stringMatching(/classified/),
      ]);
    }
    expect((await ask(server, "/.well-known/a.txt")).body).toBe("known");
  });

  it("is found by its name without .html, and by that of its folder", async () => {
    const { server } = await site({
      "client/about.html": "about",
      "client/team/index.html": "team",
      "client/a b.txt": "space",
    });
    for (const [path, body] of [
      ["/about", "about"],
      ["/about/", "about"],
      ["/about.html?a=1", "about"],
      ["/team", "team"],
      ["/team/", "team"],
      ["/a%20b.txt", "space"],
    ] as const) {
      const answer = await ask(server, path);
      expect([path, answer.status, answer.body]).toEqual([path, 200, body]);
    }
  });

  it("is the answer to GET and HEAD alone", async () => {
    const { server } = await site();
    await request(server).post("/digits.txt").expect(404);
    const { headers, body } = await ask(server, "/digits.txt", { method: "HEAD" });
    expect([headers["content-length"], body]).toEqual(["10", ""]);
  });
});
