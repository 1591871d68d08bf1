import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { arrivingOn, begin, type Gate, gate, get } from "../../support/client.ts";
import { type Handler, type Host, hosts, owned, serve } from "../../support/hosts.ts";

type Response = Parameters<Handler>[1];

const MEGABYTE = 1024 * 1024;

/** How a body may be begun: each of these must reach the client at once. */
const BEGINNINGS: [name: string, begin: (res: Response) => void][] = [
  ["write", () => {}],
  ["writeHead and write", (res) => void res.writeHead(200, { "Content-Type": "text/plain" })],
  ["flushHeaders and write", (res) => res.flushHeaders()],
];

describe.each(hosts)("a body that is written in $name", (host) => {
  it.each(BEGINNINGS)("reaches the client chunk by chunk, by %s", async (_name, start) => {
    const gates = Array.from({ length: 4 }, () => gate());
    const { server } = await serve(host, async (_req, res) => {
      start(res);
      await writeThrough(res, gates);
    });
    const arriving = arrivingOn(await begin(server));
    for (const [index, { open: release }] of gates.entries()) {
      await arriving.until(`<${index}>`);
      release();
    }
    expect(await arriving.end()).toBe("<0><1><2><3>");
  });

  it("shows its headers before its first byte, by flushHeaders", async () => {
    const seen = gate();
    const { server } = await serve(host, async (_req, res) => {
      res.setHeader("X-F", "1");
      res.flushHeaders();
      await seen.opened;
      res.end("flushed");
    });
    const answer = await begin(server);
    expect(answer.headers).toMatchObject({ "x-f": "1" });
    seen.open();
    expect(await arrivingOn(answer).end()).toBe("flushed");
  });

  it("holds back no server-sent event, though gzip is accepted", async () => {
    const gates = Array.from({ length: 3 }, () => gate());
    const { server } = await serve(host, async (_req, res) => {
      res.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache" });
      for (const [index, { opened }] of gates.entries()) {
        res.write(`data: ${index}\n\n`);
        await opened;
      }
      res.end();
    });
    const answer = await begin(server, { headers: { "Accept-Encoding": "gzip, deflate" } });
    expect(answer.headers).not.toHaveProperty("content-encoding");
    const arriving = arrivingOn(answer);
    for (const [index, { open: release }] of gates.entries()) {
      await arriving.until(`data: ${index}\n\n`);
      release();
    }
    expect(await arriving.end()).toBe("data: 0\n\ndata: 1\n\ndata: 2\n\n");
  });

  it("takes res.flush before, between and after its writes", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      const { flush } = res as Response & { flush(): void };
      flush.call(res);
      res.write("one ");
      flush.call(res);
      res.end("two");
      flush.call(res);
    });
    expect((await get(server)).text).toBe("one two");
    expect(log.errors).toEqual([]);
  });

  it("is whole when several megabytes are written as the client drains them", async () => {
    await expectWhole(host, {}, expectDraining);
  });

  it("is whole when several megabytes are sent by pipeline", async () => {
    await expectWhole(host, {}, (res, parts) => pipeline(Readable.from(parts), res));
  });
});

describe("a body that is written and compressed", () => {
  const GZIP = { "Accept-Encoding": "gzip" };

  it.each(BEGINNINGS)("can be decoded chunk by chunk, by %s", async (_name, start) => {
    const gates = Array.from({ length: 4 }, () => gate());
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      start(res);
      await writeThrough(res, gates);
    });
    const answer = await begin(server, { headers: GZIP });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    const arriving = arrivingOn(answer.pipe(createGunzip()));
    for (const [index, { open: release }] of gates.entries()) {
      await arriving.until(`<${index}>`);
      release();
    }
    expect(await arriving.end()).toBe("<0><1><2><3>");
  });

  it("is whole when several megabytes are written as the client drains them", async () => {
    await expectWhole(owned, GZIP, expectDraining);
  });

  it("is whole when several megabytes are sent by pipeline", async () => {
    await expectWhole(owned, GZIP, (res, parts) => pipeline(Readable.from(parts), res));
  });

  it("waits for a client that does not read, and takes up little memory", async () => {
    const whole = 32 * MEGABYTE;
    let written = 0;
    let waiting = 0;
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      while (written < whole) {
        // Text of which gzip makes half: what one write brings does not fill the encoder's buffer.
        const text = randomBytes(4096).toString("hex");
        const drained = res.write(text);
        written += text.length;
        waiting = Math.max(waiting, res.writableLength + res.socket!.writableLength);
        if (!drained) await once(res, "drain");
      }
      res.end();
    });
    const answer = await begin(server, { headers: GZIP });
    await stillness(() => written);
    expect(written).toBeLessThan(whole);
    expect(waiting).toBeLessThan(MEGABYTE);
    let length = 0;
    for await (const chunk of answer.pipe(createGunzip())) length += (chunk as Buffer).length;
    expect(length).toBe(whole);
  });

  it("waits for such a client though the route ends with one large text", async () => {
    const text = randomBytes(8 * MEGABYTE).toString("hex");
    let response!: Response;
    const { server } = await serve(owned, (_req, res) => {
      response = res;
      res.setHeader("Content-Type", "text/plain");
      res.end(text);
    });
    const answer = await begin(server, { headers: GZIP });
    await stillness(() => response.socket!.bytesWritten);
    expect(response.writableFinished).toBe(false);
    expect(response.writableLength).toBeLessThan(MEGABYTE);
    expect((await answer.pipe(createGunzip()).toArray()).join("")).toBe(text);
  });
});

/** Writes `<0>`, `<1>`, …, each but the first only when the gate before it is opened. */
async function writeThrough(res: Response, gates: readonly Gate[]): Promise<void> {
  for (const [index, { opened }] of gates.entries()) {
    res.write(`<${index}>`);
    await opened;
  }
  res.end();
}

async function expectDraining(res: Response, parts: readonly Buffer[]): Promise<void> {
  let waits = 0;
  for (const part of parts) {
    if (res.write(part)) continue;
    waits += 1;
    await once(res, "drain");
  }
  res.end();
  expect(waits).toBeGreaterThan(0);
}

/** Sends noise and text in turns, and compares what arrives by its hash. */
async function expectWhole(
  host: Host,
  headers: Record<string, string>,
  write: (res: Response, parts: readonly Buffer[]) => Promise<void>,
): Promise<void> {
  const parts = Array.from({ length: 128 }, (_, index) =>
    index % 2 === 0 ? randomBytes(48 * 1024) : Buffer.alloc(48 * 1024, `text ${index} `),
  );
  const { server, log } = await serve(host, async (_req, res) => {
    res.setHeader("Content-Type", "text/plain");
    await write(res, parts);
  });
  const answer = await get(server, { headers });
  expect(answer.headers["content-encoding"]).toBe(headers["Accept-Encoding"]);
  expect(sha256(answer.bytes)).toBe(sha256(Buffer.concat(parts)));
  expect(log.errors).toEqual([]);
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Waits until a number stays as it is for 20 looks, 5 ms apart. */
async function stillness(read: () => number): Promise<void> {
  for (let last = -1, looks = 0; looks < 20;) {
    const now = read();
    looks = now === last ? looks + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
