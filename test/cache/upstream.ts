import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Upstream {
  url: string;
  failing: boolean;
  close(): void;
}

/** What the app's handlers fetch: each answer has a token of its own, then the method, the path and the body. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const path = req.url ?? "/";
    const status = Number(/^\/status\/(\d+)$/.exec(path)?.[1] ?? 200);
    res.statusCode = upstream.failing && ["/failing", "/state"].includes(path) ? 500 : status;
    res.setHeader("x-own", "yes");
    if (path === "/redirect") {
      res.writeHead(302, { location: "/redirected" }).end();
      return;
    }
    const token = `token:${randomBytes(6).toString("hex")}`;
    const type = req.headers["content-type"] ?? "";
    const body = type.startsWith("multipart/") ? "<a form>" : Buffer.concat(chunks).toString();
    res.setHeader("content-type", path === "/bytes" ? "application/x-bytes" : "text/plain");
    if (path === "/bytes") res.write(Buffer.from([0xff, 0xfe, 0]));
    res.end(`${token} ${req.method} ${path} ${body}`.trim());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const upstream: Upstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failing: false,
    close: () => server.close().closeAllConnections(),
  };
  return upstream;
}
