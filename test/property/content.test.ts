import { Agent, request, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { createServer } from "../../src/index.ts";
import { property } from "./property.ts";
import { gather, headerUnit, name } from "./text.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let server: Server;
let seen: { body: unknown } | undefined;

beforeAll(async () => {
  server = createServer({
    dev: false,
    surviveUncaught: false,
    routes: {
      "/api/body"(req, res) {
        seen = { body: req.body };
        res.end();
      },
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(async () => {
  agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Posts a body, and gives the status, and what the route got. */
async function post(type: string | undefined, body: Buffer): Promise<{ status: number; body?: unknown }> {
  seen = undefined;
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: "127.0.0.1", path: "/api/body", method: "POST", agent });
  if (type !== undefined) sent.setHeader("Content-Type", type);
  sent.end(body);
  const [answer] = (await once(sent, "response")) as Parameters<NonNullable<Parameters<typeof request>[2]>>;
  await answer.resume().toArray();
  return { status: answer.statusCode!, ...(seen as { body: unknown } | undefined) };
}

/** What a grammar of RFC 9110 takes off the front of a text; `undefined` where it does not fit. */
function take(rest: string, form: RegExp): [taken: string, rest: string] | undefined {
  const found = form.exec(rest);
  return found === null ? undefined : [found[0], rest.slice(found[0].length)];
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
const QUOTED = /^"(?:[ !#-[\]-~\x80-\xff]|\\[ -~\x80-\xff])*"/;

interface MediaType {
  type: string;
  charset: string;
}

/** RFC 9110, sections 8.3.1 and 5.6.6, token by token, with space as its only whitespace. What is none is text. */
function read(header: string): MediaType {
  const none = { type: "text/plain", charset: "utf-8" };
  const [main = "", ...subs] = header.split(";")[0]!.trim().split("/");
  if (subs.length !== 1 || ![main, subs[0]!].every((text) => take(text, TOKEN)?.[1] === "")) return none;
  const found = { type: `${main}/${subs[0]}`.toLowerCase(), charset: "utf-8" };
  let rest = header.slice(header.split(";")[0]!.length);
  while (rest !== "") {
    const name = take(rest.replace(/^; */, ""), TOKEN);
    if (!rest.startsWith(";") || name === undefined) return none;
    const [, behind] = take(name[1], /^ *= */) ?? [];
    const value = behind === undefined ? undefined : (take(behind, QUOTED) ?? take(behind, TOKEN));
    if (value === undefined) return none;
    const text = value[0].startsWith('"') ? value[0].slice(1, -1).replace(/\\(.)/gs, "$1") : value[0];
    if (name[0].toLowerCase() === "charset") found.charset = text.toLowerCase() || "utf-8";
    rest = value[1].replace(/^ */, "");
  }
  return found;
}

/** By name without what is neither letter nor digit, as iconv-lite knows them. */
const CHARSETS: Record<string, BufferEncoding> = { utf8: "utf8", latin1: "latin1", utf16le: "utf16le" };

const media = fc.constantFrom(
  ..."application/json Application/JSON application/ld+json application/x-www-form-urlencoded text/plain a/b".split(
    " ",
  ),
  ..."json application/ /json application/json/x */* application/jsön".split(" "),
  "application /json",
  " application/json ",
  "",
);
const spaces = fc.constantFrom("", "", "", " ", "  ");
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(..."utf-8 UTF-8 utf8 latin1 utf-16le bogus".split(" ")) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"utf-8"',
      '"ut\\f-8"',
      '""',
      '"',
      '"latin1',
      '"a;b=c"',
      '"\\"',
      "",
      "utf-8 x",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...'a b " \\ ; = / é'.split(" "), " "), maxLength: 5 }),
  },
);
const parameter = fc
  .tuple(
    spaces,
    fc.constantFrom("charset", "charset", "Charset", "a", "__proto__", "", "b c"),
    spaces,
    fc.constantFrom("=", "=", "=", ""),
    spaces,
    value,
  )
  .map((parts) => `;${parts.join("")}`);
const contentType = fc
  .tuple(media, fc.array(parameter, { maxLength: 3 }), fc.constantFrom("", "", "", ";", " ", ",text/plain"))
  .map(([first, parameters, end]) => `${first}${parameters.join("")}${end}`.trim());

const ascii = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 20,
});
const text = fc.oneof(
  fc.json({ maxDepth: 2, stringUnit: "grapheme-ascii" }),
  fc.constantFrom(
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{"x":1}}}',
    "",
    "{",
    "a=1&a=2&__proto__=3&b",
    "%zz=+&%41=%E6%97%A5",
  ),
  ascii,
);

/** What a route gets of a text, by its type alone. */
function parsed(body: string, type: string): unknown {
  if (type === "application/x-www-form-urlencoded") return gather(new URLSearchParams(`?${body}`));
  if (type !== "application/json" && type !== "application/ld+json") return body;
  return body === "" ? {} : (JSON.parse(body) as unknown);
}

/** As JSON: it has own members alone, also of names that matchers take for prototypes. */
function shown(answer: { status: number; body?: unknown }): string {
  return JSON.stringify(answer);
}

describe("a request's body", () => {
  property(
    "is read by its Content-Type, or refused with 400",
    fc.tuple(contentType, text),
    async ([type, body]) => {
      const { type: media, charset } = read(type);
      const encoding = CHARSETS[charset.replace(/[^0-9a-z]/g, "")];
      const answer = await post(type, Buffer.from(body, encoding));
      let wanted: Parameters<typeof shown>[0];
      try {
        if (encoding === undefined) throw new Error("unknown charset");
        wanted = { status: 200, body: parsed(body, media) };
      } catch {
        wanted = { status: 400 };
      }
      expect(shown(answer)).toBe(shown(wanted));
    },
  );

  const json = fc.jsonValue({ depthSize: "medium", stringUnit: "grapheme" });
  property("is the value that was sent as JSON", json, async (value) => {
    const { status, body } = await post("application/json", Buffer.from(JSON.stringify(value)));
    expect([status, JSON.stringify(body)]).toEqual([200, JSON.stringify(value)]);
  });

  const pairs = fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })), { maxLength: 8 });
  property("has the pairs that were sent as a form", pairs, async (entries) => {
    const form = Buffer.from(new URLSearchParams(entries).toString());
    const { status, body } = await post("application/x-www-form-urlencoded", form);
    expect([status, Object.entries(body as object)]).toEqual([200, Object.entries(gather(entries))]);
    expect(Object.getPrototypeOf(body)).toBe(null);
  });

  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
  const header = fc.oneof(
    contentType,
    fc.string({ unit: headerUnit, maxLength: 30 }),
    fc.constant(undefined),
  );
  property("never makes a server fail, whatever its bytes", fc.tuple(header, bytes), async ([type, body]) => {
    const { status } = await post(type, body);
    expect([200, 400]).toContain(status);
  });
});
