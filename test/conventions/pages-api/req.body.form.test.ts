import { afterEach, describe, expect, it } from "vitest";
import { hosts } from "../../support/hosts.ts";
import { expectBody, FORM_TYPE, expectSeen } from "../../support/post.ts";
import { expectPristine } from "../../support/prototype.ts";

const FORMS: [sent: string, body: Record<string, string | string[]>][] = [
  ["a", { a: "" }],
  ["a=", { a: "" }],
  ["=a", { "": "a" }],
  ["&", {}],
  ["a=1&&b=2", { a: "1", b: "2" }],
  ["a=1&a=2&a=3", { a: ["1", "2", "3"] }],
  ["a=%20b+c", { a: " b c" }],
  ["a=%zz&b=%FF", { a: "%zz", b: "\ufffd" }],
  ["a[b]=1&a[]=2", { "a[b]": "1", "a[]": "2" }],
  ["a=1;b=2", { a: "1;b=2" }],
  ["%61=%62&c=d=e", { a: "b", c: "d=e" }],
  ["a=\u00e9", { a: "\u00e9" }],
  ["constructor=1&toString=2", { constructor: "1", toString: "2" }],
];

afterEach(expectPristine);

describe.each(hosts)("req.body of a form in $name", (host) => {
  it.each(FORMS)("is parsed from %s", async (sent, body) => {
    expect(await expectBody(host, sent, FORM_TYPE)).toEqual(body);
  });

  it("has no prototype, so that __proto__ is a key like any other", async () => {
    const body = await expectSeen(host, (req) => req.body as object, {
      sent: "__proto__=1&a=2",
      type: FORM_TYPE,
    });
    expect(Object.getPrototypeOf(body)).toBeNull();
    expect(Object.entries(body)).toEqual([
      ["__proto__", "1"],
      ["a", "2"],
    ]);
  });

  it("has 1,000 keys at most", async () => {
    const sent = Array.from({ length: 1200 }, (_, index) => `k${index}=v`).join("&");
    expect(Object.keys((await expectBody(host, sent, FORM_TYPE)) as object)).toHaveLength(1000);
  });

  describe("with extended", () => {
    const nested = "a[b][c]=1&a[d][]=2&a[d][]=3";
    const value = { a: { b: { c: "1" }, d: ["2", "3"] } };
    const flat = { "a[b][c]": "1", "a[d][]": ["2", "3"] };

    it("has nested keys where the route wants them", async () => {
      expect(await expectBody(host, nested, FORM_TYPE, { bodyParser: { extended: true } })).toEqual(value);
      expect(await expectBody(host, nested, FORM_TYPE, { bodyParser: {} })).toEqual(flat);
    });

    it("has nested keys where the server's queryParser is extended", async () => {
      const options = { queryParser: "extended" } as const;
      expect(await expectBody(host, nested, FORM_TYPE, {}, options)).toEqual(value);
      const off = { bodyParser: { extended: false } };
      expect(await expectBody(host, nested, FORM_TYPE, off, options)).toEqual(flat);
    });

    it.each<[sent: string, body: unknown]>([
      ["constructor=1&toString=2", { constructor: "1", toString: "2" }],
      ["a[__proto__][x]=1", { a: {} }],
      ["__proto__[x]=1", {}],
      ["a[b][c][d][e][f][g]=1", { a: { b: { c: { d: { e: { f: { "[g]": "1" } } } } } } }],
      ["a[20]=x", { a: { 20: "x" } }],
      ["", {}],
    ])("is parsed from %s", async (sent, body) => {
      expect(await expectBody(host, sent, FORM_TYPE, { bodyParser: { extended: true } })).toEqual(body);
      expectPristine();
    });

    it("has 1,000 parameters at most", async () => {
      const sent = Array.from({ length: 1001 }, (_, index) => `k${index}=v`).join("&");
      const body = await expectBody(host, sent, FORM_TYPE, { bodyParser: { extended: true } });
      expect(Object.keys(body as object)).toHaveLength(1000);
    });
  });
});
