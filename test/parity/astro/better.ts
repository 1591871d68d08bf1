import type { Ours, Row } from "../row.ts";

interface Better {
  readonly differs: string;
  readonly ours: Ours;
}

const REFUSED: Better = {
  differs: "a malformed path is refused as for all conventions, and not to be cached",
  ours: { status: 400, body: "Bad Request" },
};
const LOOP: Better = {
  differs: "the status text is short",
  ours: { status: 508, statusText: "More than three rewrites", body: "Loop Detected" },
};
const KEPT: Better = {
  differs: "308 keeps the method of methods other than GET and HEAD, for all redirects",
  ours: { status: 308, body: "" },
};
const HEAD: Better = { differs: "HEAD is redirected as GET is", ours: { status: 301, body: "" } };
const EMPTY_500: Better = { differs: "each 500 is empty, and logged", ours: { status: 500, body: "" } };
const collapsed = (params: string): Better => ({
  differs: "repeated slashes count as one before a route is chosen, not only after that",
  ours: { status: 200, body: params },
});
const redirected = (location: string): Better => ({
  differs: "repeated slashes count as one before a route is chosen, not only after that",
  ours: { status: 301, headers: { location } },
});
const named = (error: RegExp): Better => ({
  differs: "the error names the file and the cure",
  ours: { status: 500, body: error },
});

const AS_GET: Better = { differs: "HEAD is answered by `get` too", ours: { status: 200, body: "" } };
const CURRENT = (body: string): Better => ({
  differs: "the names of today come first, and work beside the old ones",
  ours: { status: 200, body },
});
const NO_BODY: Better = {
  differs: "a result without a body is refused, and the error names the file and the cure",
  ours: { status: 500, body: "" },
};
const BYTES: Better = {
  differs: "bytes are sent as they are, not as a text",
  ours: { status: 200, body: "base64:iVBOAP8=" },
};

/** Where our answer is another one on purpose, by app and row. */
const better: Readonly<Record<string, Readonly<Record<string, Better>>>> = {
  plain: {
    "decodes /both/%E0%A4%A": REFUSED,
    "decodes /both/%": REFUSED,
    "decodes /both/%zz": REFUSED,
    "decodes /both/%FF": REFUSED,
    "decodes /both/%2525252525252525252525252541": REFUSED,
    "decodes /both/x?q=%": {
      differs: "a malformed query does not make the path malformed",
      ours: { status: 200, body: '{"name":"both/[id]","params":[["id","x"]]}' },
    },
    "plain form of /both//x": collapsed('{"name":"both/[id]","params":[["id","x"]]}'),
    "plain form of /both//x?q=1": collapsed('{"name":"both/[id]","params":[["id","x"]]}'),
    "plain form of //both//x//": redirected("/both/x/"),
    "TRACE /methods/all": { differs: "ALL answers TRACE too", ours: { status: 200, body: "all TRACE" } },
    "GET /methods/lower": {
      differs: "the old names of methods work, with a warning",
      ours: { status: 200, body: "lower" },
    },
    "answers error": EMPTY_500,
    "answers throw-undefined": EMPTY_500,
    "answers static-redirect-cookies": {
      differs: "cookies go with a response whose headers cannot be changed",
      ours: { status: 303, headers: { location: "http://parity.test/x", "set-cookie": "a=1" } },
    },
    "answers rewrite-self": LOOP,
    "answers rewrite-loop": LOOP,
    "HEAD /moved": HEAD,
  },
  errors: {
    "errors /fails/nothing": named(/"error":"src\/pages\/fails\/\[how\]\.ts returned no Response\. Write: /),
    "errors /target/%": REFUSED,
    "middleware: nothing": named(/"error":"The middleware returned no Response\. Write: /),
    "middleware: odd": named(/"error":"The middleware returned no Response\. Write: /),
    "middleware, no route: nothing": named(/"error":"The middleware returned no Response\. Write: /),
  },
  always: {
    "asks for //base/page": redirected("/base/page/"),
    "POST /base/page": KEPT,
    "POST /base/nowhere": KEPT,
    "redirects /base/old/a/b/": {
      differs: "a redirect of the config has the slash at its end that the config wants",
      ours: { status: 301, headers: { location: "/rest/a/b/" } },
    },
  },
  never: {
    "asks for /base//": redirected("/base"),
    "asks for //base/page/": redirected("/base/page"),
    "asks for /base//page/": redirected("/base/page"),
    "HEAD /base/page/": HEAD,
    "redirects /base/old": {
      differs: "an empty rest is not a text",
      ours: { status: 301, headers: { location: "/rest" } },
    },
  },
  legacy: {
    "HEAD /methods/each": AS_GET,
    "HEAD /methods/get": AS_GET,
    "GET /methods/both": CURRENT("upper"),
    "HEAD /methods/both": CURRENT(""),
    "DELETE /methods/both": CURRENT("upper"),
    "GET /methods/upper": CURRENT("get"),
    "HEAD /methods/upper": CURRENT(""),
    "POST /methods/upper": CURRENT("post"),
    "PUT /methods/upper": CURRENT("all PUT"),
    "PATCH /methods/upper": CURRENT("all PATCH"),
    "DELETE /methods/upper": CURRENT("delete"),
    "OPTIONS /methods/upper": CURRENT("all OPTIONS"),
    "PROPFIND /methods/upper": CURRENT("all PROPFIND"),
    "answers /results/bytes": BYTES,
    "answers /results/buffer": BYTES,
    "answers /results/stream": {
      differs: "a stream is sent",
      ours: { status: 200, body: "streamed" },
    },
    "answers /results/nobody": NO_BODY,
    "answers /results/list": NO_BODY,
    "answers /results/string": NO_BODY,
  },
};

/** The row with what we answer instead, where that is another answer than Astro's. */
export function withBetter(app: string, row: Row): Row {
  return { ...row, ...better[app]?.[row.name] };
}
