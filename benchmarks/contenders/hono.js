import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie } from "hono/cookie";
import { BYTES, HELLO, morePaths, stream, TEXT } from "./content.js";
import { Readable } from "node:stream";
import { etagOf } from "./etag.js";

const JSON_TYPE = "application/json; charset=utf-8";
const limit = bodyLimit({ maxSize: 1024 * 1024 });
const app = new Hono();

app.get("/api/json", (c) => json(c, HELLO));
app.get("/api/post/:pid", (c) => {
  const { draft, tag } = c.req.queries();
  return json(c, { pid: c.req.param("pid"), draft: draft[0], tag });
});
app.post("/api/items", limit, async (c) => {
  const { items } = await c.req.json();
  return json(c, { received: items.length });
});
app.post("/api/form", limit, async (c) => {
  const { name, email, colour } = await c.req.parseBody();
  return json(c, { name, email, colour });
});
app.get("/api/cookies", (c) => {
  const cookies = getCookie(c);
  return json(c, { count: Object.keys(cookies).length, last: cookies.cookie19 });
});
app.get("/api/text", (c) => send(c, TEXT, "text/plain; charset=utf-8"));
app.get("/api/bytes", (c) => send(c, BYTES, "application/octet-stream"));
app.get("/api/stream", (c) =>
  c.body(Readable.toWeb(stream()), 200, { "Content-Type": "application/octet-stream" }),
);
for (const path of morePaths(Number(process.env.ROUTES ?? 0), (name) => `:${name}`)) {
  app.get(path, (c) => json(c, HELLO));
}
app.notFound((c) =>
  c.body("Not Found", 404, {
    "Cache-Control": "private, no-cache, no-store, max-age=0, must-revalidate",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": "9",
  }),
);

function json(c, value) {
  return send(c, JSON.stringify(value), JSON_TYPE);
}

function send(c, body, type) {
  const etag = etagOf(body);
  const headers = { "Content-Type": type, ETag: etag };
  if (typeof body === "string") headers.Vary = "Accept-Encoding";
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, headers);
  headers["Content-Length"] = String(Buffer.byteLength(body));
  return c.body(body, 200, headers);
}

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
