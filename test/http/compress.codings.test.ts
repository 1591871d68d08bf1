import type { IncomingMessage, Server } from "node:http";
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { arrivingOn, begin, gate, get } from "../support/client.ts";
import { answering, DECODERS, decoded, TEXT } from "../support/decoded.ts";
import { type Handler, owned, serve } from "../support/hosts.ts";

const CODINGS = Object.keys(DECODERS);
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

/** What a client does with an answer as it arrives. */
function decoder(coding: string): Transform {
  if (coding === "br") return zlib.createBrotliDecompress();
  return coding === "zstd" ? createZstdDecompress!() : zlib.createUnzip();
}

const asking = (coding: string) => ({ headers: { "Accept-Encoding": coding } });

async function expectEncoded(server: Server, coding: string): Promise<IncomingMessage & Transform> {
  const answer = await begin(server, asking(coding));
  expect(answer.headers["content-encoding"]).toBe(coding);
  return answer.pipe(decoder(coding)) as unknown as IncomingMessage & Transform;
}

/** Numbers that repeat seldom, as those of real data. */
function numbers(length: number): string {
  const parts: string[] = [];
  for (let index = 0, size = 0; size < length; index += 1) {
    const part = `{"id":${(index * 2654435761) % 1_000_003},"at":${index}}`;
    parts.push(part);
    size += part.length;
  }
  return parts.join("").slice(0, length);
}

describe.each(CODINGS)("an answer in %s", (coding) => {
  it.each([1024, 65_536, 65_537, 1_000_000])("of %i bytes arrives whole, and smaller", async (length) => {
    const text = numbers(length);
    const { server } = await serve(owned, answering({ "Content-Type": "application/json" }, text));
    const answer = await decoded(server, asking(coding));
    expect(answer.coding).toBe(coding);
    expect(answer.text).toBe(text);
    expect(answer.bytes.length).toBeLessThan(length / 2);
    expect(answer.headers["vary"]).toBe("Accept-Encoding");
    expect(answer.headers).not.toHaveProperty("content-length");
  });

  it("of 1023 bytes is sent as it is, and varies", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }, "x".repeat(1023)));
    const answer = await decoded(server, asking(coding));
    expect(answer.coding).toBe(undefined);
    expect(answer.headers).toMatchObject({ vary: "Accept-Encoding", "content-length": "1023" });
  });

  it("shows the client every write at once", async () => {
    const second = gate();
    const third = gate();
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "application/json");
      res.write("[1");
      await second.opened;
      res.write(",2");
      await third.opened;
      res.end(",3]");
    });
    const arriving = arrivingOn(await expectEncoded(server, coding));
    await arriving.until("[1");
    second.open();
    await arriving.until("[1,2");
    third.open();
    expect(await arriving.end()).toBe("[1,2,3]");
  });

  it("takes what is written in one turn together, in order, and calls back for each write", async () => {
    const lines = Array.from({ length: 500 }, (_, id) => `{"id":${id},"text":"some text that compresses"}\n`);
    let called = 0;
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      for (const line of lines) res.write(line, () => (called += 1));
      res.end();
    });
    const answer = await decoded(server, asking(coding));
    expect(answer.text).toBe(lines.join(""));
    expect(called).toBe(500);
    // Each of them by itself would take five bytes for its flush alone.
    expect(answer.bytes.length).toBeLessThan(500 * 5 + 1000);
  });

  it("is flushed by those who flush", async () => {
    const seen = gate();
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write("first");
      (res as unknown as { flush(): void }).flush();
      await seen.opened;
      res.end("last");
    });
    const arriving = arrivingOn(await expectEncoded(server, coding));
    await arriving.until("first");
    seen.open();
    expect(await arriving.end()).toBe("firstlast");
  });

  it("is written as fast as the client reads, through drain", async () => {
    const text = numbers(4_000_000);
    let waits = 0;
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "application/json");
      for (let at = 0; at < text.length; at += 100_000) {
        if (res.write(text.slice(at, at + 100_000))) continue;
        waits += 1;
        await new Promise((resolve) => res.once("drain", resolve));
      }
      res.end();
    });
    expect((await decoded(server, asking(coding))).text).toBe(text);
    expect(waits).toBeGreaterThan(0);
  });

  const PLAIN: [name: string, handler: Handler, expected: object][] = [
    [
      "that may not be transformed",
      answering({ "Content-Type": "text/plain", "Cache-Control": "no-transform" }),
      { "content-length": "2000" },
    ],
    ["of an image", answering({ "Content-Type": "image/png" }), { "content-length": "2000" }],
    [
      "that is coded already",
      answering({ "Content-Type": "text/plain", "Content-Encoding": "x-own" }),
      { "content-encoding": "x-own", vary: "Accept-Encoding", "content-length": "2000" },
    ],
  ];

  it.each(PLAIN)("is not made of one %s", async (_name, handler, expected) => {
    const { server } = await serve(owned, handler);
    const answer = await decoded(server, asking(coding));
    expect(answer.text).toBe(TEXT);
    expect(answer.headers).toMatchObject(expected);
  });

  it("is not made of events, which arrive one by one", async () => {
    const seen = gate();
    const { server } = await serve(owned, async (_req, res) => {
      res.setHeader("Content-Type", "text/event-stream");
      res.write("data: 1\n\n");
      await seen.opened;
      res.end("data: 2\n\n");
    });
    const answer = await begin(server, asking(coding));
    expect(answer.headers).not.toHaveProperty("content-encoding");
    const arriving = arrivingOn(answer);
    await arriving.until("data: 1\n\n");
    seen.open();
    expect(await arriving.end()).toBe("data: 1\n\ndata: 2\n\n");
  });

  it("is not made for HEAD, which varies", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
    const answer = await decoded(server, { method: "HEAD", ...asking(coding) });
    expect(answer).toMatchObject({ coding: undefined, text: "" });
    expect(answer.headers).toMatchObject({ vary: "Accept-Encoding", "content-length": "2000" });
  });

  it("leaves no trace on a 500 that takes its place, and the connection serves on", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.statusCode = 99;
      res.end(TEXT);
    });
    const answer = await decoded(server, asking(coding));
    expect(answer).toMatchObject({ status: 500, coding: undefined, text: "Internal Server Error" });
    expect((await get(server, { path: "/api/next", ...asking(coding) })).text).toBe("next");
  });

  it("is not made with compress: false", async () => {
    const options = { compress: false };
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }), options);
    const answer = await decoded(server, asking(coding));
    expect(answer).toMatchObject({ coding: undefined, text: TEXT });
    expect(answer.headers).not.toHaveProperty("vary");
  });
});

it("does not depend on what clients have asked for before", async () => {
  const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
  for (let index = 0; index < 1_100; index += 1) {
    const { coding } = await decoded(server, asking(`x-${index}, ${index % 2 ? "br" : "gzip"}`));
    expect(coding).toBe(index % 2 ? "br" : "gzip");
  }
});
