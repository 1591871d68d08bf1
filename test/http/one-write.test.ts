import { createServer, OutgoingMessage, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { requestText } from "../support/client.ts";
import { listen, owned, serve } from "../support/hosts.ts";
import { answersOf, exchange } from "../support/wire.ts";
import { endInOneWrite } from "../../src/http/node-fields.ts";

const CLOSE = { Connection: "close" };

it("Node sends a text that is behind the header in the write of the header", async () => {
  const written: unknown[] = [];
  const headers: (boolean | string | undefined)[] = [];
  const server = createServer(({ socket }, res) => {
    const { write } = socket;
    socket.write = (...parts: any[]) => {
      written.push(parts[0]);
      return write.apply(socket, parts as [string]);
    };
    res.writeHead(200, { "Content-Length": 4, Connection: "close" });
    endInOneWrite(res, "done");
    headers.push(res.headersSent, res.writableEnded, (res as { _header?: string })._header);
  });
  const wire = await exchange(await listen(server), requestText());
  expect(wire).toMatch(/\r\n\r\ndone$/);
  expect(written).toEqual([wire]);
  expect(headers).toEqual([true, true, wire.slice(0, -"done".length)]);
});

it("sends pipelined answers in turn, and none of a body to HEAD", async () => {
  const { server } = await serve(owned, ({ query }, res) => res.json(query));
  const asked = (["GET", "HEAD", "GET"] as const).map((method, index) =>
    requestText({ method, path: `/api/test?n=${index}`, headers: index === 2 ? CLOSE : {} }),
  );
  const wire = await exchange(server, asked.join(""));
  const [first, head, ...rest] = wire.split("HTTP/1.1 ").slice(1);
  expect(first).toMatch(/\r\n\r\n\{"n":"0"\}$/);
  expect(head).toMatch(/content-length: 9\r\n[^]*\r\n\r\n$/i);
  expect(rest).toHaveLength(1);
  expect(answersOf(`HTTP/1.1 ${rest[0]}`)).toEqual([{ status: 200, statusText: "OK", body: '{"n":"2"}' }]);
});

it("sends an answer of more than a socket takes at once, and finishes behind all of it", async () => {
  const text = "x".repeat(4_000_000);
  let finished = 0;
  const { server } = await serve(owned, (_req, res) => {
    res.on("finish", () => (finished += 1));
    res.json(text);
  });
  const [answer] = answersOf(await exchange(server, requestText({ headers: CLOSE })));
  expect(answer!.body === JSON.stringify(text)).toBe(true);
  expect(finished).toBe(1);
});

it("keeps to the strict length that a route asks for", async () => {
  const { server } = await serve(owned, (_req, res) => {
    res.strictContentLength = true;
    res.json({ strict: true });
  });
  const wire = await exchange(server, requestText({ headers: CLOSE }));
  expect(answersOf(wire)).toEqual([{ status: 200, statusText: "OK", body: '{"strict":true}' }]);
});

it.each([
  ["a status text", "Bücher", "text"],
  ["a header of the config", "OK", "café"],
])("encodes %s of other characters as Node does, beside a body of ASCII", async (_name, reason, value) => {
  const body = '{"a":1}';
  const nextConfig = { headers: () => [{ source: "/:path*", headers: [{ key: "x-own", value }] }] };
  const { server } = await serve(
    owned,
    (_req, res) => {
      res.statusMessage = reason;
      res.json({ a: 1 });
    },
    { nextConfig },
  );
  const plain = createServer((_req, res) => {
    res.writeHead(200, reason, { "x-own": value, "Content-Length": body.length, Connection: "close" });
    res.end(body);
  });
  const [ours, nodes] = await Promise.all(
    [server, await listen(plain)].map(async (one) => {
      const lines = (await exchange(one, requestText({ headers: CLOSE }))).split("\r\n");
      return [lines[0], lines.find((line) => line.startsWith("x-own")), lines.at(-1)];
    }),
  );
  expect(ours).toEqual(nodes);
  expect(ours!.at(-1)).toBe(body);
});

it("gives the body to an `end` that a tool has put on Node's responses", async () => {
  const bodies: unknown[] = [];
  const { end } = OutgoingMessage.prototype;
  const { server } = await serve(owned, (_req, res) => res.json({ seen: true }));
  ServerResponse.prototype.end = function tapped(this: ServerResponse, ...parts: any[]) {
    bodies.push(parts[0]);
    return end.apply(this, parts as unknown as Parameters<typeof end>) as typeof this;
  };
  try {
    await exchange(server, requestText({ headers: CLOSE }));
  } finally {
    Reflect.deleteProperty(ServerResponse.prototype, "end");
  }
  expect(bodies).toEqual(['{"seen":true}']);
});
