import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that a middleware rewrites to or fetches from: it says what it was asked. */
export async function startUpstream(): Promise<{ origin: string; port: number; stop(): Promise<void> }> {
  const server = createServer(async (req, res) => {
    let body = "";
    for await (const chunk of req) body += String(chunk);
    if (req.url === "/cookies") {
      res.setHeader("Set-Cookie", ["up=1; Path=/", "stream=2"]);
      res.writeHead(202, "Taken", { "Content-Type": "text/plain", "X-Up": "1" });
      res.end("cookies");
      return;
    }
    const headers = Object.entries(req.headers)
      .filter(([name]) => name !== "x-forwarded-for")
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    res.setHeader("Content-Type", "application/json");
    res.end(JSON.stringify({ method: req.method, url: req.url, headers: Object.fromEntries(headers), body }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
