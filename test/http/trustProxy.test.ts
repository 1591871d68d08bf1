import { createServer as createHttpServer } from "node:http";
import express from "express";
import { describe, expect, it } from "vitest";
import { clientAddress, createHandler, type Options, type TrustProxy } from "../../src/index.ts";
import { begin, get } from "../support/client.ts";
import { type Handler, hosts, listen, owned, serve } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const tell: Handler = (req, res) => res.json({ client: clientAddress(req), headers: req.headers });

/** The peer is 127.0.0.1 in every test. */
const CASES: readonly (readonly [
  trustProxy: TrustProxy | undefined,
  forwarded: string | undefined,
  client: string,
])[] = [
  [undefined, "203.0.113.7", "127.0.0.1"],
  [false, "203.0.113.7", "127.0.0.1"],
  [0, "203.0.113.7", "127.0.0.1"],
  [1, "203.0.113.7", "203.0.113.7"],
  [1, undefined, "127.0.0.1"],
  [1, "6.6.6.6, 203.0.113.7", "203.0.113.7"],
  [2, "6.6.6.6, 203.0.113.7, 10.0.0.1", "203.0.113.7"],
  [9, "203.0.113.7, 10.0.0.1", "203.0.113.7"],
  ["loopback", "6.6.6.6, 203.0.113.7", "203.0.113.7"],
  ["10.0.0.0/8", "203.0.113.7", "127.0.0.1"],
  ["127.0.0.1", "203.0.113.7", "203.0.113.7"],
  ["loopback, 10.0.0.0/8", "6.6.6.6, 203.0.113.7, 10.1.2.3", "203.0.113.7"],
  [["loopback", "2001:db8::/32"], "203.0.113.7, 2001:db8::1", "203.0.113.7"],
  [["loopback", "uniquelocal"], "2001:db8::7, fd00::1", "2001:db8::7"],
  [true, "203.0.113.7, 8.8.8.8", "203.0.113.7"],
  [(address, hop) => address === "127.0.0.1" && hop === 0, "6.6.6.6, 203.0.113.7", "203.0.113.7"],
  [1, "203.0.113.7:4711", "203.0.113.7"],
  [1, "[2001:db8::7]:4711", "2001:db8::7"],
  [1, "[2001:db8::7]", "2001:db8::7"],
  [1, "::ffff:203.0.113.7", "203.0.113.7"],
  [1, "unknown", "127.0.0.1"],
  [1, "_hidden, <script>", "127.0.0.1"],
  [2, "203.0.113.7, unknown", "203.0.113.7"],
  [2, "unknown, 10.0.0.1", "10.0.0.1"],
  [1, "", "127.0.0.1"],
];

describe.each(hosts)("clientAddress in $name", (host) => {
  it.each(CASES)("with trustProxy %o and x-forwarded-for %o is %o", async (trustProxy, forwarded, client) => {
    const { server } = await serve(host, tell, trustProxy === undefined ? {} : { trustProxy });
    const headers = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
    const told = JSON.parse((await get(server, { headers })).text) as { client: string; headers: object };
    expect(told.client).toBe(client);
    // What a route sees is as in Next: what came is kept, what is absent filled.
    expect(told.headers).toMatchObject({ "x-forwarded-for": forwarded ?? "127.0.0.1" });
  });

  it("joins several headers", async () => {
    const { server } = await serve(host, tell, { trustProxy: 2 });
    const headers = { "X-Forwarded-For": ["203.0.113.7", "10.0.0.1"] as never };
    const answer = await begin(server, { headers });
    const [body] = (await answer.setEncoding("utf8").toArray()) as string[];
    expect((JSON.parse(body!) as { client: string }).client).toBe("203.0.113.7");
  });

  it.each([true, 1, "loopback"])(
    "decides nothing else: headers of the client reach the route, %o",
    async (trustProxy) => {
      const given = {
        "x-forwarded-host": "evil.test",
        "x-forwarded-proto": "https",
        "x-forwarded-port": "1",
      };
      for (const options of [{}, { trustProxy }] as Options[]) {
        const { server } = await serve(host, tell, options);
        const { status, text } = await get(server, { headers: given });
        expect(status).toBe(200);
        expect((JSON.parse(text) as { headers: object }).headers).toMatchObject(given);
        // A redirect is the only place where a path goes back to the client.
        const { headers } = await get(server, { path: "/api/test/", headers: given });
        expect(headers.location).toBe("/api/test");
      }
    },
  );

  it.each<[unknown, string]>([
    [
      "nonsense",
      '`trustProxy` has an invalid IP address: nonsense. Write addresses, blocks such as "10.0.0.0/8", or "loopback".',
    ],
    [
      ["10.0.0.0/99"],
      '`trustProxy` has an invalid range on address: 10.0.0.0/99. Write addresses, blocks such as "10.0.0.0/8", or "loopback".',
    ],
    [-1, "`trustProxy` is -1. Write a number of hops, such as 1."],
    [1.5, "`trustProxy` is 1.5. Write a number of hops, such as 1."],
  ])("refuses %o", async (trustProxy, message) => {
    await expect(serve(host, tell, { trustProxy: trustProxy as TrustProxy })).rejects.toThrow(
      new TypeError(message),
    );
  });
});

it("shows IPv4 in its short form where the socket is one for both families", async () => {
  const server = await owned.start({ routes: { "/api/test": tell } });
  server.close();
  const both = createHttpServer(createHandler({ routes: { "/api/test": tell } }));
  await new Promise<void>((resolve) => both.listen(0, "::ffff:127.0.0.1", resolve));
  try {
    const { body } = await ask(both, "/api/test");
    expect(JSON.parse(body)).toMatchObject({ client: "127.0.0.1" });
  } finally {
    both.close();
  }
});

it("is told in an upgrade too, where the server is ours", async () => {
  const server = await owned.start({ routes: {}, trustProxy: 1 });
  const client = new Promise<string>((resolve) => {
    server.on("upgrade", (req, socket) => {
      resolve(clientAddress(req));
      socket.destroy();
    });
  });
  const headers = { Connection: "Upgrade", Upgrade: "websocket", "X-Forwarded-For": "203.0.113.7" };
  await ask(server, "/", { headers }).catch(() => {});
  expect(await client).toBe("203.0.113.7");
});

it("is each server's own option in one process", async () => {
  const app = express();
  app.use("/believed", createHandler({ routes: { "/api/test": tell }, trustProxy: 1 }));
  app.use("/plain", createHandler({ routes: { "/api/test": tell } }));
  const server = await listen(createHttpServer(app));
  const clientAt = async (path: string): Promise<unknown> =>
    JSON.parse((await ask(server, path, { headers: { "X-Forwarded-For": "203.0.113.7" } })).body);
  expect(await clientAt("/believed/api/test")).toMatchObject({ client: "203.0.113.7" });
  expect(await clientAt("/plain/api/test")).toMatchObject({ client: "127.0.0.1" });
});
