import { bodyLimit, getQuery, getRouterParam, H3, parseCookies, readBody, serve } from "h3";
import { BYTES, HELLO, morePaths, stream, TEXT } from "./content.js";
import { Readable } from "node:stream";
import { etagOf } from "./etag.js";

const JSON_TYPE = "application/json; charset=utf-8";
const app = new H3();
const limited = { middleware: [bodyLimit(1024 * 1024)] };

app.get("/api/json", (event) => json(event, HELLO));
app.get("/api/post/:pid", (event) => {
  const { draft, tag } = getQuery(event);
  return json(event, { pid: getRouterParam(event, "pid"), draft, tag });
});
app.post(
  "/api/items",
  async (event) => {
    const { items } = await readBody(event);
    return json(event, { received: items.length });
  },
  limited,
);
app.post(
  "/api/form",
  async (event) => {
    const { name, email, colour } = await readBody(event);
    return json(event, { name, email, colour });
  },
  limited,
);
app.get("/api/cookies", (event) => {
  const cookies = parseCookies(event);
  return json(event, { count: Object.keys(cookies).length, last: cookies.cookie19 });
});
app.get("/api/text", (event) => send(event, TEXT, "text/plain; charset=utf-8"));
app.get("/api/bytes", (event) => send(event, BYTES, "application/octet-stream"));
app.get(
  "/api/stream",
  () => new Response(Readable.toWeb(stream()), { headers: { "Content-Type": "application/octet-stream" } }),
);
for (const path of morePaths(Number(process.env.ROUTES ?? 0), (name) => `:${name}`)) {
  app.get(path, (event) => json(event, HELLO));
}
app.all("/**", (event) => {
  const { res } = event;
  res.status = 404;
  res.headers.set("Cache-Control", "private, no-cache, no-store, max-age=0, must-revalidate");
  res.headers.set("Content-Type", "text/plain; charset=utf-8");
  res.headers.set("Content-Length", "9");
  return "Not Found";
});

function json(event, value) {
  return send(event, JSON.stringify(value), JSON_TYPE);
}

function send({ req, res }, body, type) {
  const etag = etagOf(body);
  res.headers.set("Content-Type", type);
  res.headers.set("ETag", etag);
  if (typeof body === "string") res.headers.set("Vary", "Accept-Encoding");
  if (req.headers.get("if-none-match") === etag) {
    res.status = 304;
    return "";
  }
  res.headers.set("Content-Length", String(Buffer.byteLength(body)));
  return body;
}

serve(app, { port: Number(process.env.PORT), hostname: "127.0.0.1", silent: true });
