// The floor: these endpoints, written by hand on node:http.
import { createServer } from "node:http";
import { parse } from "cookie";
import { CHUNKS, HELLO } from "../content.js";

const PREFIX = "/api/post/";

createServer((req, res) => {
  const { url } = req;
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  if (path === "/api/json") return send(res, HELLO);
  if (path === "/api/cookies") {
    const last = parse(req.headers.cookie ?? "").cookie19;
    res.setHeader("Set-Cookie", "seen=1; Path=/");
    return send(res, { last });
  }
  if (path === "/api/items") {
    const chunks = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("end", () => send(res, { received: JSON.parse(Buffer.concat(chunks).toString()).items.length }));
    return;
  }
  if (path === "/api/stream") {
    res.writeHead(200, { "Content-Type": "application/octet-stream" });
    for (const chunk of CHUNKS) res.write(chunk);
    res.end();
    return;
  }
  if (path.startsWith(PREFIX)) {
    const query = new URLSearchParams(url.slice(mark + 1));
    return send(res, {
      pid: decodeURIComponent(path.slice(PREFIX.length)),
      draft: query.get("draft"),
      tag: query.getAll("tag"),
    });
  }
  res.writeHead(404).end();
}).listen(process.env.PORT, "127.0.0.1");

function send(res, value) {
  const text = JSON.stringify(value);
  res.setHeader("Content-Type", "application/json");
  res.setHeader("Content-Length", Buffer.byteLength(text));
  res.end(text);
}
