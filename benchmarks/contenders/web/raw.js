// The floor: what a specialist would write by hand for these very routes.
import { createServer } from "node:http";
import { HELLO, stream } from "../content.js";

const LIMIT = 1024 * 1024;

function queryOf(url) {
  return new URLSearchParams(url.slice(url.indexOf("?") + 1));
}

function sendJson(res, value) {
  const body = JSON.stringify(value);
  const headers = {
    "Content-Type": "application/json",
    Vary: "Accept-Encoding",
    "Content-Length": Buffer.byteLength(body),
  };
  res.writeHead(200, headers).end(body);
}

function sendReceived(req, res) {
  const chunks = [];
  let length = 0;
  req.on("data", (chunk) => {
    length += chunk.length;
    if (length > LIMIT) req.destroy();
    else chunks.push(chunk);
  });
  req.on("end", () => {
    try {
      const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
      sendJson(res, { received: JSON.parse(bytes.toString()).items.length });
    } catch {
      res.writeHead(500).end();
    }
  });
  req.on("error", () => {});
}

function sendStream(res) {
  const source = stream();
  source.on("error", () => res.destroy());
  res.on("close", () => source.destroy());
  res.writeHead(200, { "Content-Type": "application/octet-stream" });
  source.pipe(res);
}

createServer((req, res) => {
  const { url } = req;
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  if (path === "/api/json") sendJson(res, HELLO);
  else if (path === "/api/url" || path === "/api/parsed") sendJson(res, { draft: queryOf(url).get("draft") });
  else if (path === "/api/items") sendReceived(req, res);
  else if (path === "/api/stream") sendStream(res);
  else if (path.startsWith("/api/post/")) sendJson(res, { pid: decodeURIComponent(path.slice(10)) });
  else res.writeHead(404).end();
}).listen(process.env.PORT, "127.0.0.1");
