import { describe, expect, it } from "vitest";
import { get } from "../../support/client.ts";
import { hosts, serve } from "../../support/hosts.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Values with the entity tags that Next 16.4.6 gave their JSON. */
const AS_JSON: [name: string, value: unknown, text: string, etag: string][] = [
  ["an object", { a: 1 }, '{"a":1}', '"147uiiad94i7"'],
  ["an empty object", {}, "{}", '"bwc9mymkdm2"'],
  ["an array", [1, "two", null, undefined], '[1,"two",null,null]', '"3rughs3wahj"'],
  ["an empty array", [], "[]", '"38jmpejbxv2"'],
  ["a number", 42, "42", '"145yod55ra52"'],
  ["zero", 0, "0", '"a6v68shvmh1"'],
  ["NaN", NaN, "null", '"wm6yxsynvh4"'],
  ["Infinity", Infinity, "null", '"wm6yxsynvh4"'],
  ["true", true, "true", '"ywwejgvrps4"'],
  ["false", false, "false", '"u64e2dhd7r5"'],
  ["a Date", new Date(0), '"1970-01-01T00:00:00.000Z"', '"l184jyy7b6q"'],
  ["a Uint8Array", new Uint8Array([1, 2, 3]), '{"0":1,"1":2,"2":3}', '"x9clasq9ouj"'],
  ["an ArrayBuffer", new ArrayBuffer(4), "{}", '"bwc9mymkdm2"'],
  ["a Map", new Map([["a", 1]]), "{}", '"bwc9mymkdm2"'],
  ["a Set", new Set([1]), "{}", '"bwc9mymkdm2"'],
  ["an Error", new Error("in a body"), "{}", '"bwc9mymkdm2"'],
  ["a promise", Promise.resolve(1), "{}", '"bwc9mymkdm2"'],
  ["a web stream", new ReadableStream(), "{}", '"bwc9mymkdm2"'],
  ["a URL", new URL("http://a.test/b"), '"http://a.test/b"', '"161behzco46h"'],
  ["an object with toJSON", { toJSON: () => ({ from: "toJSON" }) }, '{"from":"toJSON"}', '"p9yx4lvpw7h"'],
  ["a boxed string", Object("boxed"), '"boxed"', '"2r23hwid6r7"'],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}', '"147uiiad94i7"'],
  [
    "nested values",
    { a: [{ b: { c: undefined, d: null, e: new Date(0) } }] },
    '{"a":[{"b":{"d":null,"e":"1970-01-01T00:00:00.000Z"}}]}',
    '"47tnjzn2xa1j"',
  ],
];

const circular: { self?: unknown } = {};
circular.self = circular;

const REFUSED: [name: string, value: unknown][] = [
  ["a bigint", 10n],
  ["a symbol", Symbol("s")],
  ["a function", () => 1],
  ["an object with a bigint", { big: 1n }],
  ["a circular structure", circular],
  [
    "a toJSON that throws",
    {
      toJSON() {
        throw new Error("toJSON");
      },
    },
  ],
];

describe.each(hosts)("res.send of a value in $name", (host) => {
  it.each(AS_JSON)("sends %s as JSON", async (_name, value, text, etag) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.send(value);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers).toMatchObject({
      etag,
      "content-type": JSON_TYPE,
      "content-length": String(Buffer.byteLength(text)),
    });
  });

  it.each(REFUSED)("refuses %s: a plain 500 without type or tag", async (_name, value) => {
    const { server, log } = await serve(host, (_req, res) => res.send(value));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([expect.any(Error)]);
  });
});
