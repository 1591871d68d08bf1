import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { arrivingOn, begin, type Gate, gate, get, open, requestText } from "./client.ts";
import { type Handler, type Host, hosts, owned, serve } from "./hosts.ts";

type Response = Parameters<Handler>[1];

const MEGABYTE = 1024 * 1024;
const CLOSE = { Connection: "close" };

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

  const HEADS: [name: string, write: (res: Response) => unknown][] = [
    ["an object", (res) => res.writeHead(201, { "X-A": "1", "X-B": ["2", "3"] })],
    ["a status text and an object", (res) => res.writeHead(201, "Made", { "X-A": "1", "X-B": ["2", "3"] })],
    ["a flat list", (res) => res.writeHead(201, ["X-A", "1", "X-B", "2", "X-B", "3"])],
    ["a list of pairs", (res) => res.writeHead(201, [["X-A", "1"], ["X-B", "2"], ["X-B", "3"]] as never)], // prettier-ignore
    [
      "a status text and a flat list",
      (res) => res.writeHead(201, "Made", ["X-A", "1", "X-B", "2", "X-B", "3"]),
    ],
  ];

  it.each(HEADS)("follows the headers that writeHead takes as %s", async (name, write) => {
    const { server, log } = await serve(host, (_req, res) => {
      write(res);
      res.end("made");
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 201, statusText: name.includes("text") ? "Made" : "Created" });
    expect(answer.headers).toMatchObject({ "x-a": "1", "x-b": "2, 3" });
    expect(answer.text).toBe("made");
    expect(log.errors).toEqual([]);
  });

  it("has the headers of writeHead over those set before, cookies apart", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("X-A", "0");
      res.setHeader("X-Set", "1");
      res.writeHead(200, { "X-A": "1", "Set-Cookie": ["a=1", "b=2"] }).end();
    });
    const { headers } = await get(server);
    expect(headers).toMatchObject({ "x-a": "1", "x-set": "1", "set-cookie": ["a=1", "b=2"] });
  });

  const CHUNKS: [name: string, write: (res: Response) => unknown, bytes: Buffer][] = [
    ["hex", (res) => res.end("c3a9", "hex"), Buffer.from("é")],
    ["latin1", (res) => res.end("é", "latin1"), Buffer.from([0xe9])],
    ["a Uint8Array", (res) => res.end(new Uint8Array([104, 105])), Buffer.from("hi")],
    ["a Buffer", (res) => res.end(Buffer.from("hi")), Buffer.from("hi")],
    ["an empty string", (res) => res.end(""), Buffer.alloc(0)],
    ["null", (res) => res.end(null), Buffer.alloc(0)],
    ["nothing", (res) => res.end(), Buffer.alloc(0)],
    [
      "several encodings",
      (res) => {
        res.write("6869", "hex");
        res.write("é", "latin1");
        res.end("aGk=", "base64");
      },
      Buffer.from([0x68, 0x69, 0xe9, 0x68, 0x69]),
    ],
  ];

  it.each(CHUNKS)("is exact in bytes for %s", async (_name, write, bytes) => {
    const { server } = await serve(host, (_req, res) => {
      write(res);
    });
    expect((await get(server)).bytes).toEqual(bytes);
  });

  const NO_CHUNKS: [name: string, write: (res: Response) => unknown][] = [
    ["write(5)", (res) => res.write(5)],
    ["write(null)", (res) => res.write(null)],
    ["write({})", (res) => res.write({})],
    ["end(5)", (res) => res.end(5)],
    ["end({})", (res) => res.end({})],
  ];

  it.each(NO_CHUNKS)("that is no chunk, %s, is refused with a clean 500", async (_name, write) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      write(res);
      res.end();
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([expect.any(TypeError)]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("calls back for each write and for the end, in order", async () => {
    const calls: string[] = [];
    const done = gate();
    const { server } = await serve(host, (_req, res) => {
      res.write("one ", () => calls.push("first"));
      res.write("two ", "utf8", () => calls.push("second"));
      res.end("three", () => {
        calls.push("end");
        done.open();
      });
    });
    expect((await get(server)).text).toBe("one two three");
    await done.opened;
    expect(calls).toEqual(["first", "second", "end"]);
  });

  it.each<[name: string, end: (res: Response, done: () => void) => unknown]>([
    ["end(fn)", (res, done) => res.end(done)],
    ["end(text, fn)", (res, done) => res.end("", done)],
    ["end(text, encoding, fn)", (res, done) => res.end("", "utf8", done)],
  ])("takes %s", async (_name, end) => {
    const done = gate();
    const returned: boolean[] = [];
    const { server } = await serve(host, (_req, res) => {
      res.write("text");
      returned.push(end(res, done.open) === res);
    });
    expect((await get(server)).text).toBe("text");
    await done.opened;
    expect(returned).toEqual([true]);
  });

  it("may have trailers", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Trailer", "X-End");
      res.write("body");
      res.addTrailers({ "X-End": "1" });
      res.end();
    });
    const connection = await open(server, requestText({ headers: CLOSE }));
    expect(await connection.end()).toMatch(/\r\n4\r\nbody\r\n0\r\nX-End: 1\r\n\r\n$/);
  });

  it("comes after the interim answers that the route sends", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.writeProcessing();
      res.writeEarlyHints({ link: "</style.css>; rel=preload" });
      res.end("after");
    });
    const connection = await open(server, requestText({ headers: CLOSE }));
    expect(await connection.end()).toMatch(
      /^HTTP\/1\.1 102 [^]*HTTP\/1\.1 103 [^]*HTTP\/1\.1 200 OK[^]*after/,
    );
  });

  it("ends with the connection for HTTP/1.0", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.write("one ");
      res.end("two");
    });
    const connection = await open(server, requestText({ version: "1.0" }));
    expect(await connection.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\none two$/);
  });

  it("keeps its place among pipelined requests", async () => {
    const { server } = await serve(host, async (_req, res) => {
      res.write("one ");
      await new Promise(setImmediate);
      res.end("two");
    });
    const connection = await open(
      server,
      requestText() + requestText({ path: "/api/next" }) + requestText({ headers: CLOSE }),
    );
    expect(await connection.end()).toMatch(/one [^]*two[^]*next[^]*one [^]*two/);
  });

  it("leaves the status of writeHead(1000) to a clean 500", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(1000, { "Content-Type": "text/plain" }).end("never");
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
  });

  it("is whole when several megabytes are written as the client drains them", async () => {
    await expectWhole(host, {}, writeDraining);
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

  it("calls back for each write and for the end, in order", async () => {
    const calls: string[] = [];
    const { server } = await serve(owned, (_req, res) => {
      res.on("finish", () => calls.push("finish"));
      res.on("close", () => calls.push("close"));
      res.setHeader("Content-Type", "text/plain");
      res.write("one ", () => calls.push("first"));
      res.write("two ", "utf8", () => calls.push("second"));
      res.end("three", () => calls.push("end"));
    });
    const answer = await get(server, { headers: GZIP });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(answer.text).toBe("one two three");
    await expect.poll(() => calls).toEqual(["first", "second", "finish", "end", "close"]);
  });

  it("is exact in bytes for several encodings", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write("6869", "hex");
      res.write(new Uint8Array([0xe9]));
      res.end("é", "latin1");
    });
    expect((await get(server, { headers: GZIP })).bytes).toEqual(Buffer.from([0x68, 0x69, 0xe9, 0xe9]));
  });

  it("may have trailers", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.writeHead(200, { "Content-Type": "text/plain", Trailer: "X-End" });
      res.write("body");
      res.addTrailers({ "X-End": "1" });
      res.end();
    });
    const answer = await begin(server, { headers: GZIP });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    await arrivingOn(answer).end();
    expect(answer.trailers).toEqual({ "x-end": "1" });
  });

  it("is whole when several megabytes are written as the client drains them", async () => {
    await expectWhole(owned, GZIP, writeDraining);
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
});

/** Writes `<0>`, `<1>`, …, each but the first only when the gate before it is opened. */
async function writeThrough(res: Response, gates: readonly Gate[]): Promise<void> {
  for (const [index, { opened }] of gates.entries()) {
    res.write(`<${index}>`);
    await opened;
  }
  res.end();
}

async function writeDraining(res: Response, parts: readonly Buffer[]): Promise<void> {
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
