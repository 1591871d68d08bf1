import type { Row } from "../row.ts";

const INHERITED =
  "members of req and res are inherited from a class, as own ones would be defined anew for each request";

const REQ = [
  "query",
  "body",
  "url",
  "method",
  "headers",
  "params",
  "nextUrl",
  "env",
  "ip",
  "geo",
  "originalUrl",
  "get",
  "protocol",
  "path",
  "hostname",
];
const RES = ["unstable_revalidate", "locals", "params", "sendStatus", "type", "cookie", "set"];
const LAZY: [key: string, type: string, proto?: string][] = [
  ["cookies", "object", "Object.prototype"],
  ["preview", "undefined"],
  ["previewData", "boolean"],
  ["draftMode", "undefined"],
];
const HELPERS: [key: string, length: number][] = [
  ["status", 1],
  ["send", 1],
  ["json", 1],
  ["redirect", 2],
  ["setDraftMode", 0],
  ["setPreviewData", 1],
  ["clearPreviewData", 0],
  ["revalidate", 2],
  ["flush", 0],
];
const NODES = ["write", "end", "writeHead", "setHeader"];
const OTHERS = [
  "instances",
  "assignable",
  "helpers-replaced",
  "helpers-detached",
  "foreign-members",
  "query-fresh",
];
const RETURNS = ["status", "setDraftMode", "setPreviewData", "clearPreviewData", "setHeader", "write"];
const ENDING = ["send", "json", "redirect", "end"];
const EXPRESS = new Set(["originalUrl", "get", "protocol", "path", "hostname", "params", "ip", "query"]);
const EXPRESS_RES = new Set(["locals", "sendStatus", "type", "cookie", "set"]);
const BY_EXPRESS = "Express has this member itself";

function shape(of: "req" | "res", key: string): Row {
  return { name: `shape of ${of}.${key}`, path: `/api/shape/describe?of=${of}&key=${key}` };
}

export const shapes: Row[] = [
  ...REQ.map((key) => ({ ...shape("req", key), ...(EXPRESS.has(key) ? { express: BY_EXPRESS } : {}) })),
  ...RES.map((key) => ({
    ...shape("res", key),
    ...(EXPRESS_RES.has(key) ? { express: BY_EXPRESS } : {}),
  })),
  ...LAZY.map(([key, type, proto]): Row => ({
    ...shape("req", key),
    differs: INHERITED,
    ours: { json: { place: "inherited", type, ...(proto ? { proto } : {}) } },
    express: { status: 200, body: new RegExp(`"type":"${type}"`) },
  })),
  ...HELPERS.map(([key, length]): Row => ({
    ...shape("res", key),
    differs: INHERITED,
    ours: { json: { place: "inherited", type: "function", length } },
    express: { status: 200, body: new RegExp(`"type":"function","length":${length}`) },
  })),
  ...NODES.map((key): Row => ({
    ...shape("res", key),
    differs: INHERITED,
    ours: { status: 200, body: /^\{"place":"inherited","type":"function"/ },
    express: { status: 200, body: /"type":"function"/ },
  })),
  {
    name: "shape: added-to-req",
    path: "/api/shape/describe?of=added-to-req",
    differs: INHERITED,
    ours: { json: ["body", "query"] },
    express: "Express adds members itself",
  },
  {
    name: "shape: added-to-res",
    path: "/api/shape/describe?of=added-to-res",
    differs: INHERITED,
    ours: { body: /^\["_maxRequestsPerSocket"\]$/ },
    express: "Express adds members itself",
  },
  {
    name: "shape: cookies-after-read",
    path: "/api/shape/describe?of=cookies-after-read",
    differs: INHERITED,
    ours: { status: 200, body: /^\{"same":true,"place":"inherited","type":"object"/ },
    express: { status: 200, body: /^\{"same":true/ },
  },
  ...OTHERS.map((of) => ({ name: `shape: ${of}`, path: `/api/shape/describe?of=${of}` })),
  { name: "the arguments of a handler", path: "/api/shape/call" },
  ...RETURNS.map((of) => ({ name: `what res.${of}() returns`, path: `/api/shape/returns?of=${of}` })),
  {
    name: "what the calls that end an answer return",
    messages: [
      ...ENDING.map((of) => ({ path: `/api/shape/returns?of=${of}` })),
      { path: "/api/shape/returns?of=told" },
    ],
  },
];
