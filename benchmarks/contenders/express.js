import cookieParser from "cookie-parser";
import express from "express";
import { BYTES, HELLO, morePaths, stream, TEXT } from "./content.js";
import { etagOf } from "./etag.js";

const app = express();
app.disable("x-powered-by");
app.set("etag", (body, encoding) =>
  etagOf(Buffer.isBuffer(body) && encoding ? body.toString(encoding) : body),
);
app.use(express.json({ limit: "1mb" }), express.urlencoded({ extended: false }), cookieParser());
app.use((req, res, next) => {
  if (req.path !== "/api/bytes" && req.path !== "/api/stream") res.vary("Accept-Encoding");
  next();
});

app.get("/api/json", (req, res) => res.json(HELLO));
app.get("/api/post/:pid", (req, res) => {
  const { draft, tag } = req.query;
  res.json({ pid: req.params.pid, draft, tag });
});
app.post("/api/items", (req, res) => res.json({ received: req.body.items.length }));
app.post("/api/form", (req, res) => {
  const { name, email, colour } = req.body;
  res.json({ name, email, colour });
});
app.get("/api/cookies", (req, res) =>
  res.json({ count: Object.keys(req.cookies).length, last: req.cookies.cookie19 }),
);
app.get("/api/text", (req, res) => res.type("text/plain; charset=utf-8").send(TEXT));
app.get("/api/bytes", (req, res) => res.send(BYTES));
app.get("/api/stream", (req, res) => stream().pipe(res.type("application/octet-stream")));
for (const path of morePaths(Number(process.env.ROUTES ?? 0), (name) => `:${name}`)) {
  app.get(path, (req, res) => res.json(HELLO));
}
app.use((req, res) => {
  res.removeHeader("Vary");
  res
    .writeHead(404, {
      "Cache-Control": "private, no-cache, no-store, max-age=0, must-revalidate",
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Length": 9,
    })
    .end("Not Found");
});

app.listen(Number(process.env.PORT), "127.0.0.1");
