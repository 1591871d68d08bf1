import { describe, expect, it } from "vitest";
import { requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, type Host, hosts, owned } from "../support/hosts.ts";
import { FORM_TYPE } from "../support/post.ts";
import { exchange } from "../support/wire.ts";

expectNothingEscapes();

/** Bytes that are no UTF-8: alone, cut off, overlong, a surrogate, above U+10FFFF. */
const INVALID = [
  "\xff",
  "\x80",
  "\xc3",
  "\xe6\x97",
  "\xc0\xaf",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80",
  "\xfe\xff",
];
const escaped = (bytes: string): string =>
  Buffer.from(bytes, "latin1").toString("hex").replaceAll(/../g, "%$&");
/** As Node's decoder writes it. */
const replaced = (bytes: string): string => Buffer.from(bytes, "latin1").toString();

const CLOSE = { Connection: "close" };

describe.each(hosts)("bytes that are no UTF-8, in $name,", (host) => {
  it.each(INVALID)("are U+FFFD in a query and a form: %j", async (bytes) => {
    const pair = `${escaped(bytes)}=${escaped(`a${bytes}b`)}`;
    const parsed = { [replaced(bytes)]: replaced(`a${bytes}b`) };
    const { query, body } = await expectEcho(host, {
      path: `/api/test?${pair}`,
      type: FORM_TYPE,
      body: pair,
    });
    expect([query, body]).toEqual([parsed, parsed]);
  });

  it.each(INVALID)("are U+FFFD in a raw form, in JSON and in a text: %j", async (bytes) => {
    expect((await expectEcho(host, { type: FORM_TYPE, body: `a=${bytes}` })).body).toEqual({
      a: replaced(bytes),
    });
    expect((await expectEcho(host, { type: "text/plain", body: bytes })).body).toBe(replaced(bytes));
    const json = await expectEcho(host, { type: "application/json", body: `{"a":"${bytes}"}` });
    expect(json.body).toEqual({ a: replaced(bytes) });
  });

  it.each(INVALID)(
    "are left as they are in a cookie, escaped, and latin1 in a raw header: %j",
    async (bytes) => {
      const headers = { Cookie: `a=${escaped(bytes)}; b=${bytes}`, "X-Raw": bytes };
      const { cookies, raw } = await expectEcho(host, { headers });
      expect([cookies, raw]).toEqual([{ a: escaped(bytes), b: bytes }, bytes]);
    },
  );

  it.each(INVALID)("are refused in a param: %j", async (bytes) => {
    const { wire } = await send(host, { path: `/api/param/${escaped(bytes)}` });
    expect(wire).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });
});

describe("bytes that no request line may have are refused by Node", () => {
  it.each(["\0", "\x01", "\x7f", "\xff", "\xe6\x97\xa5"])("%j", async (bytes) => {
    for (const path of [
      `/api/test${bytes}`,
      `/api/param/${bytes}`,
      `/api/test?a=${bytes}`,
      `/api/test#${bytes}`,
    ]) {
      const { wire } = await send(owned, { path });
      expect(wire).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/);
    }
  });
});

describe("bytes that no header may have are refused by Node", () => {
  it.each(["\0", "\x01", "\x0b", "\x7f"])("%j", async (bytes) => {
    for (const headers of [{ "X-Raw": `a${bytes}b` }, { [`X${bytes}`]: "1" }, { Cookie: `a=${bytes}` }]) {
      const { wire } = await send(owned, { headers });
      expect(wire).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/);
    }
  });
});

describe.each(hosts)("null bytes, in $name,", (host) => {
  it("are a character like others where they may be", async () => {
    const path = "/api/test?a%00b=%00";
    const form = await expectEcho(host, { path, type: FORM_TYPE, body: "a%00b=\0" });
    expect([form.query, form.body]).toEqual([{ "a\0b": "\0" }, { "a\0b": "\0" }]);
    const text = await expectEcho(host, { type: "text/plain", body: "a\0b", headers: { Cookie: "a=%00" } });
    expect([text.body, text.cookies]).toEqual(["a\0b", { a: "\0" }]);
    const json = await expectEcho(host, { type: "application/json", body: '{"a":"\\u0000"}' });
    expect(json.body).toEqual({ a: "\0" });
  });

  it("end no name of a route", async () => {
    for (const path of ["/api/test%00", "/api/test%00.js", "/api%00/test", "/%00"]) {
      expect((await send(host, { path })).wire).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  it.each(["{\0}", '{"a":"\0"}', "\0", "[1]\0"])("are no JSON: %j", async (body) => {
    const { wire } = await send(host, { type: "application/json", body });
    expect(wire).toMatch(/^HTTP\/1\.1 400 Invalid JSON\r\n/);
  });
});

interface Sent {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** A character for each byte, as in all of this. */
  readonly body?: string;
}

async function send(host: Host, { type, body, path = "/api/test", headers = {} }: Sent) {
  const echo: Handler = (req, res) => {
    const { query, cookies, headers, body } = req;
    res.json({ query, cookies, raw: headers["x-raw"], body });
  };
  const routes = { "/api/test": echo, "/api/param/[id]": echo };
  const server = await host.start({ dev: false, surviveUncaught: false, routes });
  const entity = body === undefined ? {} : { "Content-Type": type!, "Content-Length": `${body.length}` };
  const method = body === undefined ? "GET" : "POST";
  const head = requestText({ method, path, headers: { ...headers, ...entity, ...CLOSE } });
  return { wire: await exchange(server, Buffer.from(head + (body ?? ""), "latin1")) };
}

async function expectEcho(host: Host, sent: Sent) {
  const { wire } = await send(host, sent);
  expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  const text = Buffer.from(wire.slice(wire.indexOf("\r\n\r\n") + 4), "latin1").toString();
  return JSON.parse(text) as { query: unknown; cookies: unknown; raw: unknown; body: unknown };
}
