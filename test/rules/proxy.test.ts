import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { bare, inExpress, listen, owned, project } from "../support/hosts.ts";

const handler = (): void => {};
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function proxied(
  other: Server,
  options: { host?: typeof owned; config?: Record<string, unknown> } = {},
): Promise<{ server: Server; port: number }> {
  await listen(other);
  const { host = owned, config } = options;
  const server = await host.start({
    dir: await project({ "pages/api/own.js": "module.exports = (req, res) => res.end('own');" }),
    dev: false,
    logger: { error() {}, warn() {} },
    nextConfig: {
      ...config,
      rewrites: () => [
        { source: "/api/up/:path*", destination: `http://127.0.0.1:${portOf(other)}/:path*` },
        { source: "/api/nobody", destination: "http://127.0.0.1:1/" },
      ],
    },
  });
  return { server, port: portOf(server) };
}

async function send(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (data: Buffer) => (answer += data.toString("latin1")));
  socket.on("error", () => {});
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe.each([owned, bare, inExpress])("a rewrite to another server, in $name", (host) => {
  it("streams both ways", async () => {
    const other = createHttpServer((req, res) => {
      res.writeHead(200, { "X-Other": "yes" });
      req.on("data", (data: Buffer) => res.write(`<${data.toString()}>`));
      req.on("end", () => res.end("."));
    });
    const { port } = await proxied(other, { host });
    const sent = request({ port, host: "127.0.0.1", path: "/api/up/x", method: "POST" });
    sent.write("one");
    const [res] = (await once(sent, "response")) as [IncomingMessage];
    const [first] = (await once(res, "data")) as [Buffer];
    expect([res.headers["x-other"], first.toString()]).toEqual(["yes", "<one>"]);
    sent.end("two");
    let rest = "";
    for await (const part of res) rest += String(part);
    expect(rest).toBe("<two>.");
  });

  it("ends the other request when the client leaves", async () => {
    const other = createHttpServer();
    const gone = new Promise<void>((resolve) => {
      other.on("request", (_req, res) => {
        res.write("begun");
        res.once("close", resolve);
      });
    });
    const { port } = await proxied(other, { host });
    const sent = request({ port, host: "127.0.0.1", path: "/api/up/x" }).end();
    sent.on("error", () => {});
    const [res] = (await once(sent, "response")) as [IncomingMessage];
    await once(res, "data");
    sent.destroy();
    await gone;
  });

  it("answers 500 where nobody listens, and goes on", async () => {
    const { port } = await proxied(createHttpServer(handler), { host });
    const answer = await fetch(`http://127.0.0.1:${port}/api/nobody`);
    expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
    expect(await (await fetch(`http://127.0.0.1:${port}/api/own`)).text()).toBe("own");
  });
});

describe("a rewrite to another server", () => {
  it("answers 500 after `experimental.proxyTimeout`", async () => {
    const { port } = await proxied(createHttpServer(handler), {
      config: { experimental: { proxyTimeout: 50 } },
    });
    expect((await fetch(`http://127.0.0.1:${port}/api/up/x`)).status).toBe(500);
  });

  it("hands over a connection that is to be upgraded, with what is sent behind it", async () => {
    const other = createHttpServer();
    other.on("upgrade", (req, socket, head: Buffer) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n${req.url} ${head.toString()}`,
      );
      socket.on("data", (data: Buffer) => socket.end(data));
    });
    const { port } = await proxied(other);
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "GET /api/up/ws?a=1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    );
    let text = "";
    socket.on("data", (data: Buffer) => {
      text += data.toString();
      if (text.endsWith("/ws?a=1 ")) socket.write("hello");
    });
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1\.1 101 [^]*upgrade: websocket[^]*\/ws\?a=1 hello$/i);
  });

  it("ends both connections when the client of one that was handed over leaves, and counts it no more", async () => {
    const other = createHttpServer();
    const handedOver = new Promise<Duplex>((resolve) =>
      other.once("upgrade", (_req, socket) => resolve(socket)),
    );
    other.on("upgrade", (_req, socket) => {
      socket.on("error", () => {});
      // It never ends by itself.
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      socket.resume();
    });
    const { server, port } = await proxied(other);
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /api/up/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    await once(socket, "data");
    socket.end();
    await once(socket, "close");
    const closed = once(server, "close");
    server.close();
    await closed;
    (await handedOver).destroy();
  });

  it("answers what is to be upgraded and no rule is for, as any request", async () => {
    const { port } = await proxied(createHttpServer(handler));
    const upgrade = "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    expect(await send(port, `GET /api/own HTTP/1.1\r\n${upgrade}`)).toMatch(/^HTTP\/1\.1 200 [^]*own/);
    expect(await send(port, `GET /api/none HTTP/1.1\r\n${upgrade}`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it("closes a connection whose upgrade fails", async () => {
    const { port } = await proxied(createHttpServer(handler));
    const text = "GET /api/nobody HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    expect(await send(port, text)).toBe("");
  });

  it("lets no request be smuggled, nor another host be chosen", async () => {
    const seen: string[] = [];
    const other = createHttpServer((req, res) => {
      seen.push(`${req.method} ${req.url} ${req.headers.host}`);
      req.resume().on("end", () => res.end("ok"));
    });
    const { port } = await proxied(other);
    const host = `127.0.0.1:${portOf(other)}`;
    const close = "Connection: close\r\n";
    const shapes = [
      `POST /api/up/a HTTP/1.1\r\nHost: x\r\n${close}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n`,
      `POST /api/up/a HTTP/1.1\r\nHost: x\r\n${close}Content-Length: 4\r\nContent-Length: 30\r\n\r\nbody`,
      `POST /api/up/a HTTP/1.1\r\nHost: x\r\n${close}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
      `POST /api/up/b HTTP/1.1\r\nHost: x\r\nConnection: close, content-length\r\nContent-Length: 26\r\n\r\nGET /evil HTTP/1.1\r\nX: y\r\n`,
      `GET /api/up/c%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: x\r\n${close}\r\n`,
      `GET /api/up/f HTTP/1.1\r\nHost: x\r\n${close}X-A: b\r\n c\r\n\r\n`,
      `GET http://evil.test/api/up/d HTTP/1.1\r\nHost: x\r\n${close}\r\n`,
      `GET /api/up/@evil.test/e HTTP/1.1\r\nHost: evil.test\r\n${close}\r\n`,
    ];
    // oxlint-disable-next-line no-await-in-loop -- in order
    for (const shape of shapes) await send(port, shape);
    expect(seen.filter((line) => line.includes("/evil HTTP") || line.startsWith("GET /evil "))).toEqual([]);
    expect(new Set(seen.map((line) => line.split(" ")[2]))).toEqual(new Set([host]));
    expect(seen).toContain(`POST /b ${host}`);
    expect(seen).toContain(`GET /c%0d%0aX-Evil:%201 ${host}`);
  });
});
