import { afterEach, describe, expect, it } from "vitest";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts } from "../support/hosts.ts";
import { FORM_TYPE } from "../support/post.ts";
import { expectPristine } from "../support/prototype.ts";
import { ask, exchange } from "../support/wire.ts";

expectNothingEscapes();
afterEach(expectPristine);

const PATHS = [
  "__proto__",
  "__proto__.polluted",
  "__proto__[polluted]",
  "__proto__[toString]",
  "[__proto__][polluted]",
  "a[__proto__][polluted]",
  "a[b][__proto__][polluted]",
  "constructor",
  "constructor.prototype.polluted",
  "constructor[prototype][polluted]",
  "a[constructor][prototype][polluted]",
  "prototype[polluted]",
  "__defineGetter__",
  "hasOwnProperty",
  "a[__proto__]",
  "a[__proto__][]",
  "__proto__[0]",
  "__proto__[length]",
];
const PAIRS = PATHS.map((path) => `${path}=1`).join("&");
const ENCODED = PATHS.map((path) => `${encodeURIComponent(path)}=1`).join("&");

const JSON_TEXTS = [
  '{"__proto__":{"polluted":1}}',
  '{"a":{"__proto__":{"polluted":1}}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"\\u005f_proto__":{"polluted":1}}',
  '{"__proto__":null}',
  '[{"__proto__":{"polluted":1}}]',
];

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"];

/** What a careless route does with what it is given, and what it finds on an object of its own afterwards. */
const merge: Handler = (req, res) => {
  const seen = [req.query, req.cookies, req.body, req.headers].map((given) => {
    const merged = Object.assign({}, given) as { polluted?: unknown };
    return [merged.polluted, { ...given }.polluted];
  });
  res.json({
    seen,
    polluted: ({} as { polluted?: unknown }).polluted,
    text: Object.prototype.toString.call({}),
  });
};
const CLEAN = { seen: Array.from({ length: 4 }, () => [null, null]), text: "[object Object]" };

describe.each(hosts)(
  "nothing that a client names changes an object that it does not own, in $name",
  (host) => {
    describe.each(["simple", "extended"] as const)("queryParser: %s", (queryParser) => {
      const start = () =>
        host.start({
          dev: false,
          surviveUncaught: false,
          queryParser,
          routes: {
            "/api/merge": merge,
            "/api/param/[__proto__]/[constructor]": merge,
            "/api/rest/[...__proto__]": merge,
          },
        });

      it.each([
        ["as it is", PAIRS],
        ["encoded", ENCODED],
      ])("by query, cookies, headers and a form at once, %s", async (_how, pairs) => {
        const server = await start();
        for (let count = 0; count < 2; count += 1) {
          const { status, body } = await ask(server, `/api/merge?${pairs}`, {
            method: "POST",
            headers: {
              "Content-Type": FORM_TYPE,
              Cookie: pairs.replaceAll("&", "; "),
              ...Object.fromEntries(NAMES.map((name) => [`x-${name}`, "1"])),
            },
            body: pairs,
          });
          expect([status, JSON.parse(body)]).toEqual([200, CLEAN]);
        }
      });

      it.each(JSON_TEXTS)("by JSON: %s", async (text) => {
        const headers = { "Content-Type": "application/json" };
        const { status } = await ask(await start(), "/api/merge", { method: "POST", headers, body: text });
        expect(status).toBe(200);
      });

      it("by the names of params", async () => {
        const server = await start();
        for (const target of [
          "/api/param/polluted/x",
          "/api/rest/polluted/x",
          "/api/rest/__proto__/polluted",
        ]) {
          const { status, body } = await ask(server, target);
          expect([status, JSON.parse(body)]).toEqual([200, CLEAN]);
        }
      });

      it("by the names of headers and trailers", async () => {
        const lines = NAMES.map((name) => `${name}: polluted\r\n`).join("");
        const head =
          "POST /api/merge HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n";
        const wire = await exchange(await start(), `${head}${lines}\r\n0\r\n${lines}\r\n`);
        expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        expect(JSON.parse(wire.slice(wire.indexOf("\r\n\r\n") + 4))).toEqual(CLEAN);
      });
    });
  },
);
