import { BYTES, NXTP, PROTO } from "../reasons.ts";
import type { Part, Row } from "../row.ts";

const KEPT = [
  "",
  "a=1",
  "a=1&b=2",
  "a=",
  "=a",
  "=",
  "a=1&a=2",
  "a=1&a=2&a=3",
  "a=+",
  "a+b=c+d",
  "a=%2B",
  "a=%26&b=%3D",
  "a.b=c",
  "a=%E6%97%A5",
  "%E6%97%A5=1",
  "a=%00",
  "a=%0A",
  "a=%2520",
  "A=1&a=2",
  "id=1",
  "a=true&b=null&c=1.0",
  "__nextLocale=fr",
  "_rsc=1",
  "amp=1",
  "__nextDefaultLocale=en",
  "__nextDataReq=1",
  "__nextInferredLocaleFromDefault=1",
];

/** Queries that Next writes anew in `req.url`. */
const REWRITTEN = [
  "a",
  "&",
  "a=1&&b=2",
  "&a=1",
  "a=1&",
  "a&a",
  "a=1&b=2&a=3",
  "a=b=c",
  "a==b",
  "a=%20",
  "a%20b=c",
  "a=x:y/z",
  "a=[1]",
  "a[]=1&a[]=2",
  "a[b]=c",
  "a='q'",
  'a="q"',
  "a=<b>",
  "a=~-_.!*()",
  "a=%zz",
  "a=%",
  "a=%FF",
  "2=b&1=a&x=y",
  "10=a&9=b",
  "a=1;b=2",
  "a=1?b=2",
  "?a=1",
  "a=|^`{}",
  "a=\\",
  "a=$&b=@,",
  "a=%61",
  "a=%c3%a9",
];

const PROTOTYPE: [query: string, expected: string][] = [
  ["constructor=1", '{"constructor":"1"}'],
  ["toString=1", '{"toString":"1"}'],
  ["__proto__=1", '{"__proto__":"1"}'],
  ["hasOwnProperty=1", '{"hasOwnProperty":"1"}'],
  ["valueOf=1&valueOf=2", '{"valueOf":["1","2"]}'],
  ["__proto__=1&__proto__=2", '{"__proto__":["1","2"]}'],
  ["isPrototypeOf=", '{"isPrototypeOf":""}'],
];

const PARAMS = [
  "/api/req/param/1?x=2",
  "/api/req/param/1?id=2",
  "/api/req/param/1?id=2&id=3",
  "/api/req/param/1?x=1&id=2&y=3",
  "/api/req/param/1?id",
  "/api/req/param/1?ID=2",
  "/api/req/param/1?b=1&a=2&c=3",
  "/api/req/two/1/2?c=3",
  "/api/req/rest?path=x",
  "/api/req/rest?path=x&path=y",
  "/api/req/rest",
  "/api/req/rest?x=1",
  "/api/req/rest/a?path=x",
  "/api/req/rest/a/b?x=1&path=z",
  "/api/req/rest/a",
  "/api/req/two/x%20y/%2F?q=1",
  "/api/req/param/1?5=five&1=one",
  "/api/req/param/%20?x=%20",
];

const URLS_WITH_PARAMS = ["/api/req/two/1/2", "/api/req/two/%41/b", "/api/req/two/1/2?x=1"];

const REWRITTEN_WITH_PARAMS: [path: string, entries: string[][]][] = [
  [
    "/api/req/two/1/2?b=3&a=4",
    [
      ["b", "2"],
      ["a", "1"],
    ],
  ],
  [
    "/api/req/two/1/2?z=0&b=9",
    [
      ["z", "0"],
      ["b", "2"],
      ["a", "1"],
    ],
  ],
  [
    "/api/req/two/1/2?a=9",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "/api/req/two/a%20b/c%2fd?x=%20",
    [
      ["x", " "],
      ["a", "a b"],
      ["b", "c/d"],
    ],
  ],
];

function raw(path: string): Part[] {
  return [`GET ${path} HTTP/1.1\r\nHost: parity.test\r\n\r\n`];
}

function target(path: string, query: string): string {
  return query ? `${path}?${query}` : path;
}

export const query: Row[] = [
  ...[...KEPT, ...REWRITTEN].map((text): Row => ({
    name: `req.query of ?${text}`,
    raw: raw(target("/api/req/query", text)),
    awaits: ["GET"],
  })),
  ...KEPT.map((text): Row => ({
    name: `req.url of ?${text}`,
    raw: raw(target("/api/req/url", text)),
    awaits: ["GET"],
  })),
  ...REWRITTEN.map((text): Row => ({
    name: `req.url of ?${text}`,
    raw: raw(target("/api/req/url", text)),
    awaits: ["GET"],
    differs: BYTES,
    ours: { status: 200, json: { url: `/api/req/url?${text}` } },
  })),
  ...PROTOTYPE.map(([text, expected]): Row => ({
    name: `req.query of ?${text}`,
    raw: raw(`/api/req/query?${text}`),
    awaits: ["GET"],
    differs: PROTO,
    ours: { status: 200, body: `{"keys":1,"query":${expected}}` },
  })),
  ...PARAMS.map((path) => ({ name: `params over the query of ${path}`, path })),
  ...URLS_WITH_PARAMS.map((path) => ({ name: `req.url and params of ${path}`, path })),
  ...REWRITTEN_WITH_PARAMS.map(([path, entries]): Row => ({
    name: `req.url and params of ${path}`,
    path,
    differs: BYTES,
    ours: { status: 200, json: { entries, url: path } },
  })),
  {
    name: "1200 query keys all arrive",
    path: `/api/req/query?${Array.from({ length: 1200 }, (_, index) => `k${index}=v`).join("&")}`,
  },
  {
    name: "a query key that carries Next's own param prefix",
    path: "/api/req/query?nxtPid=1&nxtIid=2&a=1",
    differs: NXTP,
    ours: { status: 200, json: { keys: 3, query: { nxtPid: "1", nxtIid: "2", a: "1" } } },
  },
  { name: "a query value of 4000 characters", path: `/api/req/query?a=${"x".repeat(4000)}` },
];
