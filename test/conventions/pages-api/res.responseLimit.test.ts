import { describe, expect, it } from "vitest";
import type { PageConfig } from "../../../src/index.ts";
import { get } from "../../support/client.ts";
import { type Handler, hosts, owned, serve } from "../../support/hosts.ts";

type Limit = NonNullable<PageConfig["api"]>["responseLimit"];

const MEGABYTE = 1024 * 1024;

function warning(limit: string, url = "/api/test"): string {
  return (
    `API response for ${url} exceeds ${limit}. API Routes are meant to respond quickly. ` +
    "https://nextjs.org/docs/messages/api-routes-response-size-limit"
  );
}

function module(handler: Handler, responseLimit?: Limit) {
  const config: PageConfig = responseLimit === undefined ? {} : { api: { responseLimit } };
  return { default: handler, config };
}

const LIMITS: [limit: Limit | undefined, length: number, warns: string | undefined][] = [
  [undefined, 4 * MEGABYTE, "4MB"],
  [undefined, 4 * MEGABYTE - 1, undefined],
  [true, 4 * MEGABYTE, "4MB"],
  [true, 4 * MEGABYTE - 1, undefined],
  ["1kb", 1024, "1KB"],
  ["1kb", 1023, undefined],
  ["1kb", 1025, "1KB"],
  ["1 KB", 1024, "1KB"],
  ["0.5mb", MEGABYTE / 2, "512KB"],
  ["8mb", 5 * MEGABYTE, undefined],
  [100, 100, "100B"],
  [100, 99, undefined],
  [false, 5 * MEGABYTE, undefined],
  [0, 5 * MEGABYTE, undefined],
];

const WAYS: [name: string, send: Handler][] = [
  ["send", (_req, res) => res.send("x".repeat(1024))],
  ["send(Buffer)", (_req, res) => res.send(Buffer.alloc(1024))],
  ["json", (_req, res) => res.json("x".repeat(1022))],
  ["end", (_req, res) => void res.end("x".repeat(1024))],
  [
    "several writes",
    (_req, res) => {
      for (let index = 0; index < 4; index += 1) res.write("x".repeat(200));
      res.end("x".repeat(224));
    },
  ],
  [
    "bytes that two-byte characters make",
    (_req, res) => {
      res.write("é".repeat(256));
      res.end("é".repeat(256));
    },
  ],
  [
    "bytes that hex makes",
    (_req, res) => {
      res.write("00".repeat(512), "hex");
      res.end(new Uint8Array(512));
    },
  ],
];

describe.each(hosts)("responseLimit in $name", (host) => {
  it.each(LIMITS)("%o and an answer of %i bytes: warns of %s", async (limit, length, warns) => {
    const { server, log } = await serve(
      host,
      module((_req, res) => void res.end(Buffer.alloc(length)), limit),
    );
    const answer = await get(server);
    expect(answer.status).toBe(200);
    expect(answer.bytes.length).toBe(length);
    expect(log.warnings).toEqual(warns === undefined ? [] : [warning(warns)]);
    expect(log.errors).toEqual([]);
  });

  it.each(WAYS)("counts what is sent by %s, and warns once", async (_name, send) => {
    const { server, log } = await serve(host, module(send, "1kb"));
    expect((await get(server)).bytes.length).toBe(1024);
    expect(log.warnings).toEqual([warning("1KB")]);
    const other = await serve(host, module(send, 1025));
    await get(other.server);
    expect(other.log.warnings).toEqual([]);
  });

  it("names the target with its query", async () => {
    const { server, log } = await serve(
      host,
      module((_req, res) => res.send("x"), 1),
    );
    await get(server, { path: "/api/test?a=1" });
    expect(log.warnings).toEqual([warning("1B", "/api/test?a=1")]);
  });

  it("warns once though the route ends twice", async () => {
    const { server, log } = await serve(
      host,
      module((_req, res) => {
        res.end("x".repeat(10));
        res.end("x".repeat(10));
      }, 10),
    );
    expect((await get(server)).text).toBe("x".repeat(10));
    expect(log.warnings).toEqual([warning("10B")]);
  });

  it("counts anew for each answer", async () => {
    const { server, log } = await serve(
      host,
      module((_req, res) => res.send("x".repeat(6)), 10),
    );
    await get(server);
    await get(server);
    expect(log.warnings).toEqual([]);
  });
});

describe("responseLimit in createServer", () => {
  it.each(["gzip", "identity"])("counts the bytes before they are coded by %s", async (coding) => {
    const { server, log } = await serve(
      owned,
      module((_req, res) => {
        res.setHeader("Content-Type", "text/plain");
        res.write("x".repeat(1000));
        res.end("x".repeat(1048));
      }, "2kb"),
    );
    const answer = await get(server, { headers: { "Accept-Encoding": coding } });
    expect(answer.headers["content-encoding"]).toBe(coding === "gzip" ? "gzip" : undefined);
    expect(answer.bytes.length).toBe(2048);
    expect(log.warnings).toEqual([warning("2KB")]);
  });
});
