import type { Row } from "../row.ts";

const NAMED = "Brotli, for a client that prefers it to gzip and deflate";
const SSE = "server-sent events are never held back by compression";

const ACCEPTED = [
  "gzip",
  "deflate",
  "br",
  "zstd",
  "identity",
  "*",
  "gzip, deflate",
  "deflate, gzip",
  "gzip, deflate, br",
  "br, gzip",
  "br;q=1, gzip;q=0.5",
  "gzip;q=0",
  "gzip;q=0, deflate",
  "gzip;q=0.2, deflate;q=0.9",
  "*;q=0",
  "identity;q=0",
  "gzip;q=0.5, identity;q=0.8",
  "GZIP",
  "x-gzip",
  "",
  "compress",
  "gzip;q=abc",
  "gzip;q=1.0",
  "*, gzip;q=0",
  "deflate;q=0.5, *;q=0.4",
  "identity, gzip",
];

/** What is sent where the client prefers a coding that Next does not know. */
const MODERN: Readonly<Record<string, string>> = {
  br: "br",
  "br;q=1, gzip;q=0.5": "br",
};

const RANGE = "a 206 is never compressed (RFC 9110, section 14.1.2)";
const BYTES = "the ETag of a Buffer hashes its bytes";

/** The tag of a text of 2000 bytes. */
const TEXT_TAG = '"ro0ar2foj1jk"';

/** The tags of Buffers of so many bytes. */
const TAGS = {
  0: '"2jmj7l5rSw0yVb_vlWAYkK_YBwk0"',
  1: '"hvfkN_qlp_zhXR3cuerq6jd2Z7g1"',
  1023: '"sBwiHHws3pcSodU1gsh6NnX4VPksf"',
  1024: '"d_RB0_trqmr9pbKRYoQwiyhOtAEsg"',
  1025: '"UZJJ-LdYiWIo5_aBSVYubJudgJAsh"',
  2000: '"K3Z6I0UeIpX5xVK627Gta6-RuHA1jk"',
  5000: '"qnmWB_znoEDUccB6vgylRnzi8983uw"',
};

const SIZES = ["0", "1", "1023", "1024", "1025", "5000"];

const TYPES = [
  "text/plain",
  "text/html",
  "application/json",
  "application/vnd.api%2Bjson",
  "image/svg%2Bxml",
  "image/png",
  "application/octet-stream",
  "application/javascript",
  "text/css",
  "application/pdf",
  "video/mp4",
  "application/wasm",
  "font/woff2",
  "application/xml",
  "bogus",
  "application/x-ndjson",
  "application/grpc",
  "multipart/mixed",
  "application/x-www-form-urlencoded",
  "image/bmp",
  "application/zip",
  "TEXT/PLAIN",
  "text/plain;charset=utf-8",
  "application/x-unknown",
  "image/x-icon",
  "font/ttf",
  "application/vnd.ms-fontobject",
];

const HOWS = ["send", "json", "end", "write", "writes", "length", "head"];

const OTHERS: [name: string, query: string][] = [
  ["Cache-Control: no-transform", "type=text/plain&cache=no-transform"],
  ["Cache-Control: public, no-transform", "type=text/plain&cache=public,%20no-transform"],
  ["Cache-Control: no-store", "type=text/plain&cache=no-store"],
  ["a Content-Encoding of its own", "type=text/plain&encoding=br"],
  ["Content-Encoding: identity", "type=text/plain&encoding=identity"],
  ["an ETag of its own and a bare end", "type=text/plain&how=end&etag=%22own%22"],
  ["a Vary of its own", "type=text/plain&vary=Origin"],
  ["Vary: *", "type=text/plain&vary=*"],
  ["Vary: Accept-Encoding", "type=text/plain&vary=Accept-Encoding"],
  ["status 404", "type=text/plain&status=404"],
  ["status 500", "type=text/plain&status=500"],
  ["status 204", "type=text/plain&status=204"],
];

function buffer(name: string, text: string, etag: string): Row {
  const path = `/api/compress/sized?how=buffer&${text}`;
  return { name, path, headers: gzip, differs: BYTES, ours: { like: "next", headers: { etag } } };
}

function accepting(value: string): Row {
  const name = `Accept-Encoding: ${value}`;
  const row = { name, path: "/api/compress/sized?type=text/plain", headers: { "Accept-Encoding": value } };
  // Whether it is spoken here depends on this Node's version; compress.negotiation tests both.
  if (value === "zstd") return { ...row, rule: { ignore: ["content-encoding"], body: "any" } };
  const coding = MODERN[value];
  if (coding === undefined) return row;
  const headers = { "content-type": "text/plain", vary: "Accept-Encoding", etag: TEXT_TAG };
  const ours = {
    status: 200,
    headers: { ...headers, "content-encoding": coding },
    body: /^(?:abcdefghij){200}$/,
  };
  return { ...row, differs: NAMED, ours, express: { status: 200, headers: { "content-encoding": null } } };
}

const gzip = { "Accept-Encoding": "gzip" };

export const compression: Row[] = [
  ...ACCEPTED.map(accepting),
  ...SIZES.flatMap((size) =>
    ["send", "json", "end", "write"].map((how) => ({
      name: `gzip of ${how} with ${size} bytes`,
      path: `/api/compress/sized?type=text/plain&size=${size}&how=${how}`,
      headers: gzip,
    })),
  ),
  ...Object.entries(TAGS).map(([size, etag]) =>
    buffer(`gzip of buffer with ${size} bytes`, `type=text/plain&size=${size}`, etag),
  ),
  {
    name: "gzip with status 206",
    path: "/api/compress/sized?type=text/plain&status=206",
    headers: gzip,
    differs: RANGE,
    ours: { like: "next", headers: { "content-encoding": null } },
  },
  buffer("gzip of an untyped buffer", "", TAGS[2000]),
  {
    name: "gzip of text/event-stream",
    path: "/api/compress/sized?type=text/event-stream",
    headers: gzip,
    differs: SSE,
    ours: { like: "next", headers: { "content-encoding": null, vary: null } },
  },
  {
    name: "Vary of text/event-stream",
    path: "/api/compress/sized?size=10&type=text/event-stream",
    differs: SSE,
    ours: { like: "next", headers: { vary: null } },
  },
  ...TYPES.map((type) => ({
    name: `gzip of ${type}`,
    path: `/api/compress/sized?type=${type}`,
    headers: gzip,
  })),
  ...TYPES.map((type) => ({ name: `Vary of ${type}`, path: `/api/compress/sized?size=10&type=${type}` })),
  ...HOWS.map((how) => ({
    name: `gzip of a typed ${how}`,
    path: `/api/compress/sized?type=text/plain&how=${how}`,
    headers: gzip,
  })),
  ...HOWS.map((how) => ({
    name: `gzip of an untyped ${how}`,
    path: `/api/compress/sized?how=${how}`,
    headers: gzip,
  })),
  ...HOWS.map((how) => ({
    name: `no coding of ${how}`,
    path: `/api/compress/sized?type=text/plain&how=${how}`,
  })),
  ...HOWS.map((how) => ({
    name: `HEAD with gzip of ${how}`,
    method: "HEAD",
    path: `/api/compress/sized?type=text/plain&how=${how}`,
    headers: gzip,
  })),
  ...OTHERS.map(([name, text]) => ({
    name: `gzip with ${name}`,
    path: `/api/compress/sized?${text}`,
    headers: gzip,
  })),
  {
    name: "x-no-compression is ignored",
    path: "/api/compress/sized?type=text/plain",
    headers: { ...gzip, "X-No-Compression": "1" },
  },
  {
    name: "gzip of POST",
    method: "POST",
    path: "/api/compress/sized?type=text/plain",
    headers: gzip,
    body: "x",
  },
  {
    name: "gzip of HTTP/1.0",
    raw: ["GET /api/compress/sized?type=text/plain HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n"],
    awaits: ["GET"],
  },
  {
    name: "gzip and the next request",
    messages: [{ path: "/api/compress/sized?type=text/plain", headers: gzip }, { path: "/api/hello" }],
  },
  { name: "gzip of 300 kB", path: "/api/compress/sized?type=text/plain&size=300000", headers: gzip },
  {
    name: "gzip of 300 kB in writes",
    path: "/api/compress/sized?type=text/plain&size=300000&how=writes",
    headers: gzip,
  },
  { name: "a body of 5 MB passes the response limit", path: "/api/compress/sized?size=5000000" },
];
