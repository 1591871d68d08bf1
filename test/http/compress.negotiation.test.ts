import { describe, expect, it } from "vitest";
import { answering, DECODERS, decoded, TEXT } from "../support/decoded.ts";
import { tagOfText } from "../support/etag.ts";
import { owned, serve } from "../support/hosts.ts";

/** Where Node has it, from 22.15 on. */
const ZSTD = "zstd" in DECODERS ? "zstd" : undefined;

const ACCEPTED: [accepted: string | undefined, coding: string | undefined][] = [
  ["gzip", "gzip"],
  ["deflate", "deflate"],
  ["*", "gzip"],
  ["gzip, deflate", "gzip"],
  ["deflate, gzip", "gzip"],
  ["gzip, deflate, br", "gzip"],
  ["gzip, deflate, br, zstd", "gzip"],
  ["br, zstd, gzip", "gzip"],
  ["br, gzip", "gzip"],
  ["br, deflate", "deflate"],
  ["BR", "br"],
  ["br, zstd", "br"],
  ["br, gzip;q=0.9", "br"],
  ["BR, gzip;q=0", "br"],
  ["br;q=1, gzip;q=0.5", "br"],
  ["br;q=0.5, gzip", "gzip"],
  ["br;q=0.5, gzip;q=0.9, deflate", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br;q=0, *", "gzip"],
  ["*, br;q=0.1", "gzip"],
  ["*, gzip;q=0, deflate;q=0", undefined],
  ["br;q=0.5, identity;q=0.8", undefined],
  ["identity, br", undefined],
  ["br;q=0", undefined],
  ["brotli", undefined],
  ["gzip, zstd", "gzip"],
  ["zstd, gzip;q=0.8, br;q=0.9", ZSTD ?? "br"],
  ["zstd, br;q=0.9", ZSTD ?? "br"],
  ["zstd;q=0.9, br", "br"],
  ["zstd;q=0.5, gzip", "gzip"],
  ["gzip;q=0.2, deflate;q=0.9", "gzip"],
  ["deflate;q=0.5, *;q=0.4", "gzip"],
  ["gzip;q=1.0", "gzip"],
  ["GZIP", "gzip"],
  ["gzip;q=0, deflate", "deflate"],
  ["*, gzip;q=0", "deflate"],
  ["br", "br"],
  ["zstd", ZSTD],
  ["compress", undefined],
  ["x-gzip", undefined],
  ["identity", undefined],
  ["identity;q=0", undefined],
  ["*;q=0", undefined],
  ["gzip;q=0", undefined],
  ["gzip;q=abc", undefined],
  ["gzip;q=0.5, identity;q=0.8", undefined],
  ["identity, gzip", undefined],
  ["", undefined],
  [undefined, undefined],
];

const COMPRESSIBLE = [
  "text/plain",
  "text/plain;charset=utf-8",
  "TEXT/PLAIN",
  "text/html",
  "text/css",
  "application/json",
  "application/vnd.api+json",
  "application/javascript",
  "application/xml",
  "application/wasm",
  "application/x-www-form-urlencoded",
  "application/vnd.ms-fontobject",
  "image/svg+xml",
  "image/bmp",
  "image/x-icon",
  "font/ttf",
];

const KEPT_PLAIN = [
  undefined,
  "application/octet-stream",
  "application/pdf",
  "application/zip",
  "application/grpc",
  "application/x-ndjson",
  "application/x-unknown",
  "multipart/mixed",
  "image/png",
  "video/mp4",
  "font/woff2",
  "bogus",
  "text/event-stream",
  "Text/Event-Stream; charset=utf-8",
];

describe("compression", () => {
  it.each(ACCEPTED)("for Accept-Encoding: %s is %s", async (accepted, coding) => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
    const headers: Record<string, string> = accepted === undefined ? {} : { "Accept-Encoding": accepted };
    const answer = await decoded(server, { headers });
    expect(answer.coding).toBe(coding);
    expect(answer.text).toBe(TEXT);
    expect(answer.headers).toMatchObject({ vary: "Accept-Encoding", etag: tagOfText(TEXT) });
    expect(answer.headers["content-length"]).toBe(coding === undefined ? "2000" : undefined);
    if (coding !== undefined) expect(answer.bytes.length).toBeLessThan(200);
  });

  it.each(COMPRESSIBLE)("is for %s, whose answers vary even when it is not", async (type) => {
    const { server } = await serve(owned, answering({ "Content-Type": type }));
    expect(await decoded(server)).toMatchObject({ coding: "gzip", text: TEXT });
    const plain = await decoded(server, {});
    expect(plain.coding).toBe(undefined);
    expect(plain.headers["vary"]).toBe("Accept-Encoding");
  });

  it.each(KEPT_PLAIN)("is not for the type %s, whose answers do not vary", async (type) => {
    const { server } = await serve(owned, answering(type === undefined ? {} : { "Content-Type": type }));
    const answer = await decoded(server);
    expect(answer).toMatchObject({ coding: undefined, text: TEXT });
    expect(answer.headers).not.toHaveProperty("vary");
    expect(answer.headers).toMatchObject({ "content-length": "2000" });
  });
});
