import { Readable } from "node:stream";

const values = {
  null: () => null,
  undefined: () => undefined,
  string: () => "hello",
  empty: () => "",
  unicode: () => "héllo 日本 😀",
  html: () => "<p>hi</p>",
  object: () => ({ a: 1 }),
  "empty-object": () => ({}),
  array: () => [1, "two", null, undefined],
  "empty-array": () => [],
  number: () => 42,
  zero: () => 0,
  nan: () => NaN,
  infinity: () => Infinity,
  true: () => true,
  false: () => false,
  bigint: () => 10n,
  symbol: () => Symbol("s"),
  function: () => () => 1,
  date: () => new Date(0),
  buffer: () => Buffer.from([0, 1, 2, 250, 255]),
  "buffer-text": () => Buffer.from("text in a buffer"),
  "empty-buffer": () => Buffer.alloc(0),
  uint8array: () => new Uint8Array([1, 2, 3]),
  arraybuffer: () => new ArrayBuffer(4),
  map: () => new Map([["a", 1]]),
  set: () => new Set([1]),
  error: () => new Error("in a body"),
  promise: () => Promise.resolve(1),
  "web-stream": () => new ReadableStream(),
  stream: () => Readable.from([Buffer.from("one "), Buffer.from("two")]),
  "string-stream": () => Readable.from(["one ", "two"]),
  "empty-stream": () => Readable.from([]),
  "url-object": () => new URL("http://a.test/b"),
  "to-json": () => ({ toJSON: () => ({ from: "toJSON" }) }),
  "to-json-throws": () => ({ toJSON() { throw new Error("toJSON"); } }),
  "boxed-string": () => new String("boxed"),
  "null-proto": () => Object.assign(Object.create(null), { a: 1 }),
  nested: () => ({ a: [{ b: { c: undefined, d: null, e: new Date(0) } }] }),
  circular: () => { const value = {}; value.self = value; return value; },
};

export default function handler(req, res) {
  const { kind, type, status, etag, encoding, length } = req.query;
  if (type !== undefined) res.setHeader("Content-Type", type);
  if (etag !== undefined) res.setHeader("ETag", etag);
  if (encoding !== undefined) res.setHeader("Content-Encoding", encoding);
  if (length !== undefined) res.setHeader("Content-Length", length);
  if (status !== undefined) res.statusCode = Number(status);
  res.send(values[kind]());
}
