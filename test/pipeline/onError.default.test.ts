import { describe, expect, it } from "vitest";
import type { ErrorHandler } from "../../src/index.ts";
import { get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, serve } from "../support/hosts.ts";

expectNothingEscapes();

const broken: Handler = () => {
  throw new Error("broken");
};

const BAD_JSON = { "Content-Type": "application/json", "Content-Length": "1" };

describe.each(hosts)("an onError in $name", (host) => {
  /** What goes wrong in `onError` before anything is sent. */
  const IDLE: [name: string, onError: ErrorHandler, logged: unknown[]][] = [
    ["does nothing", () => {}, []],
    ["resolves to a value", async () => ({ error: "ignored" }), []],
    [
      "sets headers and a status, and no more",
      (_error, { res }) => {
        res.setHeader("Content-Type", "application/json");
        res.setHeader("Content-Length", 3);
        res.status(418);
      },
      [],
    ],
    ["sets an invalid status", (_error, { res }) => void (res.statusCode = 9999), []],
    [
      "throws",
      () => {
        throw new Error("second");
      },
      [new Error("second")],
    ],
    ["rejects", () => Promise.reject(new Error("second")), [new Error("second")]],
    ["sends what cannot be sent", (_error, { res }) => res.json(1n), [expect.any(TypeError)]],
    [
      "answers with an invalid status",
      (_error, { res }) => res.status(9999).json({}),
      [expect.any(RangeError)],
    ],
  ];

  it.each(IDLE)("that %s leaves the answer to the default", async (_name, onError, logged) => {
    const { server, log } = await serve(host, broken, { onError });
    const answer = await get(server);
    expect(answer).toMatchObject({
      status: 500,
      statusText: "Internal Server Error",
      text: "Internal Server Error",
    });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(answer.headers).not.toHaveProperty("etag");
    expect(log.errors).toEqual([new Error("broken"), ...logged]);
  });

  it("that leaves a refusal to the default has its message sent", async () => {
    const { server } = await serve(host, broken, { onError: () => {} });
    const connection = await open(server, `${requestText({ method: "POST", headers: BAD_JSON })}{`);
    expect(await connection.until(/\r\n\r\nInvalid JSON/)).toMatch(/^HTTP\/1\.1 400 Invalid JSON\r\n/);
  });

  it.each(["throws", "rejects"])("that %s after its first byte loses the connection", async (how) => {
    const { server, log } = await serve(host, broken, {
      onError: (_error, { res }) => {
        res.write("part");
        const error = new Error("second");
        if (how === "rejects") return Promise.reject(error);
        throw error;
      },
    });
    const connection = await open(server, requestText());
    expect(await connection.end()).not.toMatch(/\r\n0\r\n|Internal Server Error$/);
    expect(log.errors).toEqual([new Error("broken"), new Error("second")]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("that throws after its end has answered", async () => {
    const { server, log } = await serve(host, broken, {
      onError: (_error, { res }) => {
        res.end("answered");
        throw new Error("second");
      },
    });
    expect((await get(server)).text).toBe("answered");
    expect(log.errors).toEqual([new Error("broken"), new Error("second")]);
  });
});
