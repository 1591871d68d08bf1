// Another origin, to which the projects rewrite. What it has got comes back as JSON.
import { createServer } from "node:http";

const VOLATILE = new Set(["connection", "content-length", "transfer-encoding"]);

function echo(req, res, body) {
  const { method, url } = req;
  const headers = {};
  for (const name of Object.keys(req.headers).toSorted()) {
    if (!VOLATILE.has(name)) headers[name] = req.headers[name];
  }
  res.setHeader("Content-Type", "application/json");
  res.end(JSON.stringify({ method, url, headers, body }));
}

function answer(req, res, body) {
  const path = req.url.split("?", 1)[0];
  const [, status] = /^\/up\/status\/(\d+)$/.exec(path) ?? [];
  if (status !== undefined) {
    res.writeHead(Number(status), "Of Its Own", { "X-Upstream": "yes" });
    res.end(req.method === "HEAD" || status === "204" || status === "304" ? undefined : `status ${status}`);
  } else if (path === "/up/cookies") {
    res.writeHead(200, { "Set-Cookie": ["a=1; Path=/", "b=2"], "X-Two": ["1", "2"] }).end("cookies");
  } else if (path === "/up/location") {
    res.writeHead(302, { Location: `http://${req.headers.host}/up/echo` }).end("moved");
  } else if (path === "/up/text") {
    res.writeHead(200, { "Content-Type": "text/plain" }).end("x".repeat(2000));
  } else if (path === "/up/length") {
    res.writeHead(200, { "Content-Length": 5 }).end("12345");
  } else if (path === "/up/chunks") {
    res.write("one,");
    setImmediate(() => res.end("two"));
  } else if (path === "/up/reset") {
    req.socket.destroy();
  } else if (path === "/up/silent") {
    // No answer ever.
  } else if (path === "/up/cut") {
    res.writeHead(200, { "Content-Length": 100 }).write("part");
    setTimeout(() => req.socket.destroy(), 20);
  } else echo(req, res, body);
}

const server = createServer((req, res) => {
  const parts = [];
  req.on("data", (part) => parts.push(part));
  req.on("end", () => answer(req, res, Buffer.concat(parts).toString()));
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
