import { createReadStream } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { begin, get, open, requestText } from "../support/client.ts";
import { openFilesBelow } from "../support/descriptors.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { hosts, project, serve } from "../support/hosts.ts";

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
