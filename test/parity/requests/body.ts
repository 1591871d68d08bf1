import { deflateSync, gzipSync } from "node:zlib";

import type { Row } from "../row.ts";

import { post } from "./post.ts";

const JSON_TEXT = '{"a":[1,"é"]}';
const FORM_TEXT = "a=1&b=two&a=3";

const TYPES: [type: string | undefined, ...bodies: string[]][] = [
  [undefined, JSON_TEXT, FORM_TEXT, ""],
  ["application/json", JSON_TEXT, "", FORM_TEXT],
  ["application/ld+json", JSON_TEXT, "", "x"],
  ["application/x-www-form-urlencoded", FORM_TEXT, "", JSON_TEXT],
  ["text/plain", JSON_TEXT, ""],
  ["text/json", JSON_TEXT],
  ["application/vnd.api+json", JSON_TEXT, ""],
  ["application/problem+json", JSON_TEXT],
  ["application/json5", JSON_TEXT],
  ["application/octet-stream", "bytes", ""],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
  ],
  ["application/xml", "<a/>"],
  ["application/graphql", "{ a }"],
  ["APPLICATION/JSON", JSON_TEXT],
  ["Application/X-WWW-Form-Urlencoded", FORM_TEXT],
  ["application/json; charset=utf-8", JSON_TEXT],
  ["application/json;charset=UTF-8", JSON_TEXT],
  ['application/json; charset="utf-8"', JSON_TEXT],
  ["application/json ; charset=utf-8", JSON_TEXT],
  ["application/json; a=b; c=d", JSON_TEXT],
  ["application/json;", JSON_TEXT],
  ["application/json; ", JSON_TEXT],
  ["application/json; bad", JSON_TEXT],
  ["application/json; charset=", JSON_TEXT],
  ["application/json; =utf-8", JSON_TEXT],
  ["application/json, text/plain", JSON_TEXT],
  ["application/json;;charset=utf-8", JSON_TEXT],
  ["application/", JSON_TEXT],
  ["/json", JSON_TEXT],
  ["json", JSON_TEXT],
  ["", JSON_TEXT],
  ["*/*", JSON_TEXT],
  ["text/plain; charset=", "abc"],
  ["application/x-www-form-urlencoded; charset=utf-8", FORM_TEXT],
  ["application/x-www-form-urlencoded;", FORM_TEXT],
  ["application/json; charset=utf-8; charset=latin1", JSON_TEXT],
  [" application/json", JSON_TEXT],
];

const JSON_BODIES = [
  "null",
  "0",
  "false",
  "true",
  '"text"',
  "[]",
  "{}",
  "1.5e3",
  "-0",
  " {} ",
  "\n{}\n",
  " ",
  "\r\n",
  "{",
  "{a:1}",
  "undefined",
  "NaN",
  "{}{}",
  "[1,]",
  '{"__proto__":{"a":1}}',
  '{"constructor":1}',
  '{"a":1,"a":2}',
  '"\\ud800"',
  "\u00a0{}",
  "12345678901234567890",
  "'single'",
  "\u0000",
  '{"toJSON":1}',
  "//comment\n{}",
];

const FORMS = [
  "a=1",
  "a=1&a=2&a=3",
  "a",
  "a=",
  "=a",
  "&",
  "a=%20b+c",
  "a=%zz",
  "a=%FF",
  "a[b]=1&a[]=2",
  "__proto__=1",
  "constructor=1&toString=2",
  "a=é",
  "a=1;b=2",
  "%61=%62",
  "a=b=c",
  " ",
  "2=b&1=a",
  "a=1&&b=2",
  "hasOwnProperty=1",
];

function shown(text: string): string {
  return JSON.stringify(text);
}

const OTHERS: Row[] = [
  { ...post("parsed", '\ufeff{"a":1}', "application/json"), name: "JSON with a byte order mark" },
  { ...post("parsed", "\ufefftext", "text/plain"), name: "text with a byte order mark" },
  {
    ...post("parsed", "\ufeffa=1", "application/x-www-form-urlencoded"),
    name: "a form with a byte order mark",
  },
  { ...post("parsed", Buffer.from([0xff, 0xfe]), "text/plain"), name: "text that is no UTF-8" },
  { ...post("parsed", Buffer.from([0x22, 0xff, 0x22]), "application/json"), name: "JSON that is no UTF-8" },
  {
    ...post("parsed", Buffer.from("{}", "utf16le"), "application/json; charset=utf-16le"),
    name: "JSON in UTF-16",
  },
  {
    ...post("parsed", Buffer.from("a=\u00e9", "latin1"), "application/x-www-form-urlencoded; charset=latin1"),
    name: "a form in latin1",
  },
  { ...post("parsed", "{}", "application/json; charset=bogus"), name: "JSON in an unknown charset" },
  { ...post("parsed", "", "application/json; charset=bogus"), name: "no JSON in an unknown charset" },
  {
    ...post("parsed", "a=1", "application/x-www-form-urlencoded; charset=bogus"),
    name: "a form in an unknown charset",
  },
  {
    ...post("parsed", gzipSync("{}"), "application/json", { "Content-Encoding": "gzip" }),
    name: "JSON behind gzip",
  },
  {
    ...post("parsed", deflateSync("text"), "text/plain", { "Content-Encoding": "deflate" }),
    name: "text behind deflate",
  },
  {
    ...post("parsed", "{}", "application/json", { "Content-Encoding": "identity" }),
    name: "JSON behind identity",
  },
  {
    ...post("parsed", "{}", "application/json", { "Content-Encoding": "bogus" }),
    name: "JSON behind an unknown coding",
  },
  {
    ...post(
      "parsed",
      Array.from({ length: 1200 }, (_, index) => `k${index}=v`).join("&"),
      "application/x-www-form-urlencoded",
    ),
    name: "a form of 1200 keys keeps 1000",
  },
  { ...post("parsed", "x".repeat(100_000), "text/plain"), name: "text of 100 kB" },
  { ...post("parsed", `[${"1,".repeat(60_000)}1]`, "application/json"), name: "JSON of 120 kB" },
  {
    ...post("parsed", "[".repeat(1000) + "]".repeat(1000), "application/json"),
    name: "JSON nested 1000 deep",
  },
  {
    ...post("parsed", "{}", "application/json", { "Content-Type": ["application/json", "text/plain"] }),
    name: "two Content-Type headers",
  },
  { ...post("parsed", "x".repeat(3_000_000)), name: "3 MB against the default limit" },
  {
    ...post("parsed", Buffer.from([0xe9, 0, 0, 0]), "text/plain; charset=utf-32"),
    name: "text in charset utf-32",
    differs: "UTF-32 is decoded",
    ours: { status: 200, json: { type: "string", value: "é" } },
  },
];

export const body: Row[] = [
  ...TYPES.flatMap(([type, ...bodies]) =>
    bodies.map((text) => ({
      ...post("parsed", text, type),
      name: `body ${shown(text)} of type ${type === undefined ? "none" : shown(type)}`,
    })),
  ),
  ...JSON_BODIES.map((text) => ({
    ...post("parsed", text, "application/json"),
    name: `JSON body ${shown(text)}`,
  })),
  ...FORMS.map((text) => ({
    ...post("parsed", text, "application/x-www-form-urlencoded"),
    name: `form body ${shown(text)}`,
  })),
  ...OTHERS,
];
