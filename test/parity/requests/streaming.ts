import type { Row } from "../row.ts";

const SSE = "server-sent events are never held back by compression";

const gzip = { "Accept-Encoding": "gzip" };

const rows: Row[] = [
  ...[
    ["text/plain", ""],
    ["text/plain", "head"],
    ["application/octet-stream", ""],
  ].map(([type, how]) => ({
    name: `a written part of ${type} arrives at once${how && " after flushHeaders"}`,
    path: `/api/stream/gate?gate=${how}${type}&type=${type}${how && `&how=${how}`}`,
    release: `/api/stream/gate?release=${how}${type}`,
  })),
  {
    name: "a written part of text/event-stream arrives at once",
    path: "/api/stream/gate?gate=es&type=text/event-stream",
    release: "/api/stream/gate?release=es",
    differs: SSE,
    ours: { like: "next", headers: { vary: null } },
  },
  {
    name: "a written part of text arrives at once with gzip",
    path: "/api/stream/gate?gate=gz&type=text/plain",
    release: "/api/stream/gate?release=gz",
    headers: gzip,
    differs: "what a handler writes is sent at once, compressed or not",
    ours: { like: "next", body: "first read early" },
  },
  {
    name: "a written part arrives at once with gzip and no-transform",
    path: "/api/stream/gate?gate=nt&type=text/plain&cache=no-transform",
    release: "/api/stream/gate?release=nt",
    headers: gzip,
  },
  {
    name: "res.flush() lets a written part through gzip",
    path: "/api/stream/gate?gate=fl&type=text/plain&flush=1",
    release: "/api/stream/gate?release=fl",
    headers: gzip,
  },
  {
    name: "an event arrives at once with gzip",
    path: "/api/stream/gate?gate=sse&type=text/event-stream",
    release: "/api/stream/gate?release=sse",
    headers: gzip,
    differs: SSE,
    ours: { status: 200, body: "data: first\n\ndata: read early\n\n", headers: { "content-encoding": null } },
  },
  {
    name: "an event arrives at once with gzip and no-transform",
    path: "/api/stream/gate?gate=ssent&type=text/event-stream&cache=no-cache,%20no-transform",
    release: "/api/stream/gate?release=ssent",
    headers: gzip,
  },
];

/** What a handler writes in parts comes in chunks, whatever it is mounted in. */
export const streaming: Row[] = rows.map((row) => ({ ...row, rule: { ...row.rule, framing: true } }));
