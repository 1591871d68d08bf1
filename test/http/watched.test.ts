import { randomBytes } from "node:crypto";
import { errorMonitor, once } from "node:events";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { PassThrough, Transform } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { begin, get, open, requestText } from "../support/client.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { hosts, owned, project, serve } from "../support/hosts.ts";

const LARGE = 4 * 1024 * 1024;

expectNothingEscapes();

describe.each(hosts)("a stream that is piped to a response in $name", (host) => {
  it("is closed, with its file, when the client leaves", async () => {
    const dir = await project({ "large.bin": "a".repeat(LARGE) });
    const { server, log } = await serve(host, (_req, res) => {
      createReadStream(join(dir, "large.bin")).pipe(res);
    });
    for (let left = 0; left < 20; left += 1) (await begin(server)).destroy();
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
    expect(log.errors).toEqual([]);
  });

  it("is closed where its client leaves a pipeline before its turn", async () => {
    const dir = await project({ "large.bin": "a".repeat(LARGE) });
    const { server } = await serve(host, (_req, res) => {
      createReadStream(join(dir, "large.bin")).pipe(res);
    });
    const { socket, until } = await open(server, requestText().repeat(4));
    await until("HTTP/1.1 200");
    socket.pause();
    await expect.poll(() => openFilesBelow(dir).length).toBe(4);
    socket.destroy();
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  });

  it("is closed where it has not begun when the answer ends", async () => {
    const dir = await project({ "large.bin": "a".repeat(LARGE) });
    const { server } = await serve(host, (_req, res) => {
      createReadStream(join(dir, "large.bin")).pipe(res);
      res.end("done");
    });
    expect((await get(server)).text).toBe("done");
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  });

  it.each([
    ["gzip", () => [createGzip()]],
    [
      "Brotli, behind gzip",
      () => [
        createGzip({ level: 0 }),
        createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      ],
    ],
  ])("is closed behind %s when the client leaves", async (_name, steps) => {
    const dir = await project({ "large.bin": "" });
    await writeFile(join(dir, "large.bin"), randomBytes(LARGE));
    const { server, log } = await serve(host, (_req, res) => {
      const file: NodeJS.ReadableStream = createReadStream(join(dir, "large.bin"));
      steps()
        .reduce((source, step) => source.pipe(step), file)
        .pipe(res);
    });
    for (let left = 0; left < 20; left += 1) (await begin(server)).destroy();
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
    expect(log.errors).toEqual([]);
  });

  it("is closed where the client has left before it is piped", async () => {
    const dir = await project({ "large.bin": "a".repeat(LARGE) });
    let left = 0;
    const { server } = await serve(host, async (_req, res) => {
      res.writeHead(200);
      res.write("begun");
      await once(res, "close");
      await setImmediate();
      createReadStream(join(dir, "large.bin")).pipe(res);
      left += 1;
    });
    for (let gone = 0; gone < 5; gone += 1) (await begin(server)).destroy();
    await expect.poll(() => left).toBe(5);
    await expect.poll(() => openFilesBelow(dir)).toEqual([]);
  });

  it("goes on where steps between it and a response may have other readers", async () => {
    const events = new PassThrough();
    const lines = events.pipe(new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) }));
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(200);
      res.write("begun ");
      lines.pipe(createGzip({ flush: 2 })).pipe(res);
    });
    (await begin(server)).destroy();
    await expect.poll(() => lines.listenerCount("data")).toBe(0);
    await open(server, requestText());
    await expect.poll(() => lines.listenerCount("data")).toBe(1);
    expect([events.destroyed, lines.destroyed]).toEqual([false, false]);
  });

  it("goes on for its other readers, at once or later", async () => {
    const events = new PassThrough();
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(200);
      res.write("begun ");
      events.pipe(res);
    });
    (await begin(server)).destroy();
    await expect.poll(() => events.listenerCount("data")).toBe(0);
    const second = await open(server, requestText());
    await second.until("begun");
    events.write("event");
    await second.until("event");
    expect(events.destroyed).toBe(false);
  });
});

describe("a response of createServer", () => {
  it("reports a source that fails where the route has removed the listeners of pipes", async () => {
    const { server, log } = await serve(owned, (_req, res) => {
      res.removeAllListeners("pipe");
      Readable.from(
        (function* () {
          yield "begun";
          throw new Error("broken source");
        })(),
      ).pipe(res);
    });
    await expect(get(server)).rejects.toThrow();
    await expect.poll(() => log.errors.map(String)).toEqual([expect.stringContaining("broken source")]);
  });

  it("survives a late write where the route has removed the listeners of errors, and reports it once", async () => {
    const { server, log } = await serve(owned, (_req, res) => {
      res.removeAllListeners("error");
      res.end("sent");
      res.write("late");
    });
    expect((await get(server)).text).toBe("sent");
    await expect.poll(() => log.errors.map(String)).toEqual([expect.stringContaining("write after end")]);
  });

  it("has an error seen by its watcher, its monitors and its listeners, once each", async () => {
    const seen: string[] = [];
    const { server, log } = await serve(owned, (_req, res) => {
      res.on(errorMonitor, () => seen.push(`monitor of ${res.listenerCount("error")}`));
      res.emit("error", new Error("first"));
      res.on("error", (error) => seen.push(error.message));
      res.emit("error", new Error("second"));
      res.end("sent");
    });
    await get(server);
    expect(seen).toEqual(["monitor of 1", "monitor of 2", "second"]);
    expect(log.errors.map(String)).toEqual([
      expect.stringContaining("first"),
      expect.stringContaining("second"),
    ]);
  });
});
