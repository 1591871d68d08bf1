import fc from "fast-check";

import type { Content } from "./request.ts";

const TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "Application/JSON",
  "application/ld+json",
  "application/vnd.api+json",
  "application/x-www-form-urlencoded",
  "application/x-www-form-urlencoded; charset=utf-8",
  "text/plain",
  "text/plain; charset=latin1",
  "text/html",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  "application/x-ndjson",
];
const CHARSETS = [
  ..."utf-8 UTF-8 utf8 latin1 iso-8859-1 utf-16 utf-16le utf-16be ucs2 windows-1250 shift_jis gbk big5".split(
    " ",
  ),
  ..."koi8-r us-ascii utf-7 hex base64 binary bogus".split(" "),
  '"utf-8"',
  '"ut\\f-8"',
  "",
];
const ENDINGS = [
  "",
  "",
  ";",
  "; ",
  ";;",
  "; bad",
  "; a=b",
  ", text/plain",
  "; boundary",
  " ",
  "; a=",
  '; a="b;c"',
];
const MEDIA = [
  "application/json",
  "application/x-www-form-urlencoded",
  "text/plain",
  "a/b",
  "json",
  "",
  "*/*",
  "a b/c",
];

export const contentType = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TYPES) },
  fc
    .tuple(fc.constantFrom(...MEDIA), fc.constantFrom(...CHARSETS))
    .map(([media, charset]) => `${media}; charset=${charset}`),
  fc.tuple(fc.constantFrom(...MEDIA), fc.constantFrom(...ENDINGS)).map((texts) => texts.join("")),
  fc
    .tuple(fc.constantFrom(...MEDIA), fc.constantFrom(...CHARSETS), fc.constantFrom(...ENDINGS))
    .map(([media, charset, ending]) => `${media};charset=${charset}${ending}`),
);

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    "",
    " ",
    "{}",
    "[]",
    "null",
    "0",
    "false",
    '""',
    "{",
    "{a:1}",
    "NaN",
    "\ufeff{}",
    "1 ",
    "\n{}\t",
  ),
  fc.constantFrom(
    '{"__proto__":1}',
    '{"a":1,"a":2}',
    '"\\ud800"',
    '"\u2028"',
    "\u00a0{}",
    "1e999",
    "-0",
    "01",
    "{},",
  ),
  fc.tuple(fc.json({ maxDepth: 2 }), fc.nat(20)).map(([text, at]) => text.slice(0, at)),
);

const FORM = [
  ..."abc=&&=[]+;".split(""),
  "%20",
  "%zz",
  "%",
  "%FF",
  "%E6%97%A5",
  "é",
  "__proto__",
  "constructor",
  "%00",
];
const form = fc.string({ unit: fc.constantFrom(...FORM), maxLength: 20 });
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

/** The limits of the app's routes; sizes lie around them. */
const LIMITS = [1, 100, 1024, 1024 * 1024];
const sized = fc
  .tuple(
    fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(1, 100, 1024, 1500) },
      fc.constantFrom(...LIMITS, 200_000),
    ),
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom("x", "1", " ", "é", '"', "a=1&"),
  )
  .map(([limit, more, unit]) => filled(Math.max(0, limit + more), unit));

function filled(size: number, unit: string): Buffer {
  // A quotation mark stands for JSON text of exactly that size.
  return unit === '"' && size > 1 ? Buffer.from(`"${"x".repeat(size - 2)}"`) : Buffer.alloc(size, unit);
}

const buffer = fc.oneof(
  { weight: 4, arbitrary: json.map((value) => Buffer.from(value)) },
  { weight: 3, arbitrary: form.map((value) => Buffer.from(value)) },
  { weight: 2, arbitrary: text.map((value) => Buffer.from(value)) },
  { weight: 2, arbitrary: bytes },
  { weight: 4, arbitrary: sized },
);

const chunks = fc.option(
  fc.array(fc.constantFrom(1, 2, 10, 100, 1000, 20_000), { minLength: 1, maxLength: 3 }),
  {
    nil: undefined,
    freq: 3,
  },
);

export const content: fc.Arbitrary<Content> = fc
  .record({ bytes: buffer, chunks })
  .map(({ bytes, chunks: sizes }) => ({
    bytes,
    // A megabyte in chunks of one byte would measure patience, not parity.
    chunks: sizes && bytes.length > 5000 ? sizes.map((size) => Math.max(size, 1000)) : sizes,
  }));
