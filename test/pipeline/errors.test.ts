import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { arrivingOn, get } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { hosts, serve } from "../support/hosts.ts";
import { hostile, revoked, trap } from "../support/hostile.ts";
import { thenable } from "../support/thenable.ts";

expectNothingEscapes();

const THROWN: [name: string, make: () => unknown][] = [
  ["an Error", () => new Error("secret")],
  ["a TypeError", () => new TypeError("secret")],
  ["a string", () => "secret"],
  ["a number", () => 7],
  ["a symbol", () => Symbol("secret")],
  ["undefined", () => undefined],
  ["null", () => null],
  ["an object", () => ({ secret: 1 })],
  ["an Error with statusCode 404", () => Object.assign(new Error("secret"), { statusCode: 404 })],
  ["an Error with status 403", () => Object.assign(new Error("secret"), { status: 403, expose: true })],
  ["an object with statusCode 418", () => ({ statusCode: 418, message: "secret" })],
  ["an Error with a code", () => Object.assign(new Error("secret"), { code: "ENOENT" })],
  ["an Error with headers", () => Object.assign(new Error("secret"), { headers: { "X-Own": "1" } })],
  ["a frozen Error", () => Object.freeze(new Error("secret"))],
  ["an Error whose message throws", () => Object.defineProperty(new Error("x"), "message", { get: trap })],
  ["an Error whose stack throws", () => Object.defineProperty(new Error("x"), "stack", { get: trap })],
  ["a Proxy whose traps throw", hostile],
  ["a revoked Proxy", revoked],
];

const WAYS: [name: string, fail: (value: unknown) => unknown][] = [
  [
    "thrown",
    (value) => {
      throw value;
    },
  ],
  ["rejected", (value) => Promise.reject(value)],
  [
    "thrown after an await",
    async (value) => {
      await Promise.resolve();
      throw value;
    },
  ],
  ["rejected by a thenable", (value) => thenable((_, reject) => reject(value))],
  [
    "rejected by a function with then",
    (value) =>
      thenable(
        (_, reject) => reject(value),
        () => {},
      ),
  ],
  [
    "thrown by a thenable",
    (value) =>
      thenable(() => {
        throw value;
      }),
  ],
];

describe.each(hosts)("a failing route in $name", (host) => {
  describe.each(WAYS)("with something %s", (_way, fail) => {
    it.each(THROWN)("answers a plain 500 for %s, and logs it", async (_name, make) => {
      const value = make();
      const { server, log } = await serve(host, () => fail(value));
      const answer = await get(server);
      expect(answer).toMatchObject({
        status: 500,
        statusText: "Internal Server Error",
        text: "Internal Server Error",
      });
      expect(answer.headers).not.toHaveProperty("content-type");
      expect(answer.headers).not.toHaveProperty("x-own");
      expect(log.errors).toHaveLength(1);
      expect(Object.is(log.errors[0], value)).toBe(true);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    });
  });

  it.each(THROWN)("answers 500 for %s by a logger that looks at it", async (_name, make) => {
    const stderr = new PassThrough();
    const arriving = arrivingOn(stderr);
    const logger = new Console({ stdout: new PassThrough(), stderr });
    const { server } = await serve(
      host,
      () => {
        throw make();
      },
      { logger },
    );
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    await arriving.until("\n");
  });

  it("answers 500 though the logger throws", async () => {
    const logger = { error: trap, warn: trap };
    const { server } = await serve(
      host,
      (req, res) => {
        if (req.query["after"] === undefined) throw new Error("broken");
        res.end("first");
        res.end("second");
      },
      { logger },
    );
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect((await get(server, { path: "/api/test?after" })).text).toBe("first");
  });

  it("answers 500 for a class, which cannot be called", async () => {
    const { server } = await serve(host, Map as never);
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
  });
});
