// The floor for this project: its answers, with the very same headers, written by hand for its two paths.
import { createServer } from "node:http";
import { HELLO } from "../content.js";
import { etagOf } from "../etag.js";
import { ALL, MANY } from "./headers.js";

const headersOf = new Map([
  ["/api/json", ALL],
  ["/api/many", [ALL, ...MANY].flat()],
]);

const server = createServer((req, res) => {
  const { url } = req;
  const mark = url.indexOf("?");
  const headers = headersOf.get(mark === -1 ? url : url.slice(0, mark));
  if (headers === undefined) {
    res.writeHead(404).end();
    return;
  }
  const body = JSON.stringify(HELLO);
  const etag = etagOf(body);
  const type = ["Content-Type", "application/json; charset=utf-8", "ETag", etag, "Vary", "Accept-Encoding"];
  if (req.headers["if-none-match"] === etag) {
    res.writeHead(304, headers.concat(type)).end();
    return;
  }
  res.writeHead(200, headers.concat(type, "Content-Length", Buffer.byteLength(body))).end(body);
});
server.listen(process.env.PORT, "127.0.0.1");
