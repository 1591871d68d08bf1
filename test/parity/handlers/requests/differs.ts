import type { Ours } from "../../row.ts";

const EQUIVALENT = "an equivalent percent-encoding of a folder's name reaches it (RFC 3986, section 6.2.2)";
const HOST = "the URL of a request has the host that the client asked for, as on Vercel";
const JAR = "cookies() has the size and the iterator that its types promise";
const URLS = "nextUrl is a URL";
const TRACE = "a method that no web request can have is answered 400";

/** What Node has had since the recording, which is of Node 20. */
const HAS_PATTERN = Number(process.versions.node.split(".")[0]) >= 24;

type Difference = { differs: string; ours: Ours };

const like = (differs: string, ours: Ours): Difference => ({ differs, ours: { like: "next", ...ours } });

const PATHS = ["/%5Funder", "/%5funder", "/sp%20ace", "/%C3%BCn%C3%AF", "/a%2Bb", "/%7Etilde"];

/** Why our answer to a row is another one, by its name. */
export const differences: Readonly<Record<string, Difference>> = {
  ...Object.fromEntries(PATHS.map((path) => [`GET ${path}`, { differs: EQUIVALENT, ours: { status: 200 } }])),
  "GET /echo": like(HOST, { body: /"url":"http:\/\/example\.com\/echo"/ }),
  "GET /echo?n=1": like(HOST, { body: /"url":"http:\/\/example\.com:8080\/echo\?n=1"/ }),
  "GET /api/edge/request": like(HOST, { body: /"url":"http:\/\/example\.com\/api/ }),
  "GET /cookies/size": like(JAR, { body: '{"result":3}' }),
  "GET /cookies/iterate": { differs: JAR, ours: { status: 200, body: /^\{"result":\[\["a",/ } },
  "GET /cookies/delete": like(JAR, { body: /,true,3\]\}$/ }),
  "GET /response/stream-fails-at-once": {
    differs: "a stream that fails before its first chunk is answered 500, not by a cut connection",
    ours: { status: 500, body: "", end: "open" },
  },
  "GET /response/used": like("an answer that failed says nothing about the body that it does not have", {
    headers: { "content-type": null },
  }),
  "GET /response/encoded": like("a coding that the route has named is sent", {
    headers: { "content-encoding": "identity" },
  }),
  "GET /response/cached?again": like("a Response of a text that is kept can be sent again", { body: "kept" }),
  "GET /response/text?gzip": like("a body of known length below 1 KiB is sent as it is", {
    headers: { "content-encoding": null },
  }),
  "GET /response/sse?gzip": like("events are never held back by an encoder", {
    headers: { "content-encoding": null },
  }),
  "GET /server/request": like("the request is a NextRequest to instanceof, as next/server exports it", {
    body: /"isNextRequest":true,"isRequest":true,"constructor":"NextRequest"/,
  }),
  "GET /server/url-clone": like(URLS, { body: /"isUrl":true/ }),
  "GET /server/url-clone?a=1%202&b=3": like(URLS, { body: /"isUrl":true/ }),
  "GET /server/pattern": {
    differs: "URLPattern of next/server works before Node 23.8 too, where Next gives undefined",
    ours: { status: 200, body: '{"id":"42"}' },
  },
  ...(HAS_PATTERN && {
    "GET /server/globals": like("URLPattern is a global of Node since 23.8", {
      body: /"pattern":"function"/,
    }),
  }),
  "TRACE /methods/other": { differs: TRACE, ours: { status: 400, body: "" } },
  "TRACE /api/edge/body/method": { differs: TRACE, ours: { status: 400, body: "" } },
  "edge, afterwards: after": {
    differs: "after() works in edge API routes too",
    ours: { status: 200, body: "after" },
  },
};

export const ALLOW = "405 names the methods that are answered (RFC 9110, section 15.5.6)";

/** The header `Allow` of an answer to a method that a route does not have. */
export function refused(allow: string): Difference {
  return like(ALLOW, { headers: { allow } });
}
