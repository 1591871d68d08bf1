import { describe, expect, it } from "vitest";
import { hosts } from "../../support/hosts.ts";
import { expectBody, expectRefusal, FORM_TYPE } from "../../support/post.ts";

const CHARSETS: [charset: string, sent: Buffer, text: string][] = [
  ["utf-8", Buffer.from("\u00e9"), "\u00e9"],
  ["UTF8", Buffer.from("\u00e9"), "\u00e9"],
  ["latin1", Buffer.from([0xe9]), "\u00e9"],
  ["iso-8859-15", Buffer.from([0xa4]), "\u20ac"],
  ["utf-16le", Buffer.from("\u00e9", "utf16le"), "\u00e9"],
  ["utf-16", Buffer.from("\u00e9", "utf16le"), "\u00e9"],
  ["utf-16be", Buffer.from([0x00, 0xe9]), "\u00e9"],
  ["windows-1250", Buffer.from([0x8a]), "\u0160"],
  ["shift_jis", Buffer.from([0x93, 0xfa]), "\u65e5"],
  ["gbk", Buffer.from([0xc8, 0xd5]), "\u65e5"],
  ["utf-7", Buffer.from("+AOk-"), "\u00e9"],
  ["us-ascii", Buffer.from([0x41, 0xe9]), "A\ufffd"],
  ["hex", Buffer.from("hi"), "6869"],
  ["base64", Buffer.from("hi"), "aGk="],
  ["utf-8; charset=latin1", Buffer.from([0xe9]), "\u00e9"],
  ['""', Buffer.from("\u00e9"), "\u00e9"],
];

const UNKNOWN_CHARSETS = ["bogus", "x-user-defined", "constructor", "__proto__"];

describe.each(hosts)("req.body in a charset in $name", (host) => {
  it.each(CHARSETS)("is decoded from %s", async (charset, sent, text) => {
    expect(await expectBody(host, sent, `text/plain; charset=${charset}`)).toBe(text);
  });

  it("may be JSON or a form", async () => {
    const json = Buffer.from('["\u00e9"]', "utf16le");
    expect(await expectBody(host, json, "application/json; charset=utf-16le")).toEqual(["\u00e9"]);
    const form = Buffer.from("a=\u00e9", "latin1");
    expect(await expectBody(host, form, `${FORM_TYPE}; charset=latin1`)).toEqual({ a: "\u00e9" });
  });

  it.each(UNKNOWN_CHARSETS)("is refused where nobody knows %s", async (charset) => {
    for (const type of ["text/plain", "application/json", FORM_TYPE]) {
      await expectRefusal(host, "a", [400, "Invalid body"], { type: `${type}; charset=${charset}` });
    }
  });

  it("is refused where nobody knows it, also without content", async () => {
    await expectRefusal(host, "", [400, "Invalid body"], { type: "application/json; charset=bogus" });
    await expectRefusal(host, undefined, [400, "Invalid body"], { type: "application/json; charset=bogus" });
  });

  it.each<[type: string, sent: string, body: unknown]>([
    ["application/json", "\ufeff[1]", [1]],
    ["text/plain", "\ufefftext", "text"],
    ["text/plain; charset=UTF8", "\ufefftext", "text"],
    ["text/plain", "\ufeff\ufefftext", "\ufefftext"],
    [FORM_TYPE, "\ufeffa=1", { a: "1" }],
  ])("of type %s comes without the byte order mark of %j", async (type, sent, body) => {
    expect(await expectBody(host, sent, type)).toEqual(body);
  });

  it("has U+FFFD for what is no UTF-8", async () => {
    expect(await expectBody(host, Buffer.from([0x61, 0xff]), "text/plain")).toBe("a\ufffd");
    expect(await expectBody(host, Buffer.from([0x22, 0xff, 0x22]), "application/json")).toBe("\ufffd");
  });
});
