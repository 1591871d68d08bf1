import { describe, expect, it } from "vitest";
import { begin, gate, get, open, requestText } from "../support/client.ts";
import { hosts, inExpress, owned } from "../support/hosts.ts";
import { type Line, logged, UUID } from "../support/lines.ts";

describe.each(hosts)("the access log of $name", (host) => {
  it("has one line for each request", async () => {
    const { server, until, lines } = await logged(host, (_req, res) => res.status(201).json({ a: 1 }));
    const before = Date.now();
    await get(server, { path: "/api/test?a=%20b", method: "POST" });
    await get(server, { path: "/api/next" });
    const [first, second] = await until(2);
    expect(first).toMatchObject({
      level: 30,
      msg: expect.stringMatching(/^POST \/api\/test\?a=%20b 201 in \d+ ms$/),
      reqId: expect.stringMatching(UUID),
      method: "POST",
      url: "/api/test?a=%20b",
      route: "/api/test",
      status: 201,
      remoteAddress: "127.0.0.1",
    });
    expect(first!["time"]).toBeGreaterThanOrEqual(before);
    expect(first!["duration"]).toBeGreaterThan(0);
    expect(first).not.toHaveProperty("aborted");
    expect(second).toMatchObject({ url: "/api/next", status: 200 });
    expect(second!["reqId"]).not.toBe(first!["reqId"]);
    expect(lines).toHaveLength(2);
  });

  it("marks a request whose client has left, and has no status of an answer that was never sent", async () => {
    const entered = gate();
    const closed = gate();
    const { server, until } = await logged(host, async (_req, res) => {
      res.once("close", () => closed.open());
      entered.open();
      await closed.opened;
    });
    const { socket } = await open(server, requestText());
    await entered.opened;
    socket.destroy();
    const [line] = await until(1);
    expect(line).toMatchObject({ aborted: true, msg: expect.stringContaining("GET /api/test aborted in ") });
    expect(line).not.toHaveProperty("status");
  });

  it("logs what a route throws under the same id, as pino shows errors", async () => {
    const { server, until } = await logged(host, () => {
      throw Object.assign(new TypeError("broken", { cause: new Error("root") }), { code: "E_OWN" });
    });
    await get(server, { headers: { "X-Request-Id": "from-the-client" } });
    const [error, access] = await until(2);
    expect(error).toMatchObject({ level: 50, msg: "broken", reqId: "from-the-client" });
    expect(error!["err"]).toMatchObject({ type: "TypeError", message: "broken: root", code: "E_OWN" });
    expect((error!["err"] as Line)["stack"]).toMatch(
      /^TypeError: broken\n +at [^]*\ncaused by: Error: root\n/,
    );
    expect(access).toMatchObject({ level: 30, status: 500, reqId: "from-the-client" });
  });

  it.each([[{ level: 1, reqId: "forged" }], ["text"], [undefined], [null], [7]])(
    "logs %j, which is no error, where it can take nothing's place",
    async (thrown) => {
      const { server, until } = await logged(host, () => {
        throw thrown;
      });
      await get(server, { headers: { "X-Request-Id": "abc" } });
      const [error] = await until(2);
      expect(error).toMatchObject({
        level: 50,
        reqId: "abc",
        msg: "A value was thrown that is not an Error",
      });
      expect(error!["err"]).toEqual(thrown);
    },
  );
});

describe("the access log", () => {
  it("counts the bytes of each answer, header and coding included", async () => {
    const { server, until } = await logged(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.send("x".repeat(100_000));
    });
    const { end } = await open(server, requestText({ headers: { Connection: "close" } }));
    const plain = (await end()).length;
    const coded = await open(
      server,
      requestText({ headers: { Connection: "close", "Accept-Encoding": "gzip" } }),
    );
    const small = (await coded.end()).length;
    const lines = await until(2);
    expect(lines.map(({ bytes }) => bytes)).toEqual([plain, small]);
    expect(plain).toBeGreaterThan(100_000);
    expect(small).toBeLessThan(2_000);
  });

  it("counts the bytes of pipelined answers apart", async () => {
    const { server, until } = await logged(owned, (req, res) => res.end("x".repeat(Number(req.query["n"]))));
    const bytes = [10, 5000, 10].map((n) => requestText({ path: `/api/test?n=${n}` })).join("");
    const { until: received, socket } = await open(server, bytes);
    await received(/(?:HTTP\/1\.1 200 OK[^]*){3}x{10}$/);
    socket.end();
    const counts = (await until(3)).map((line) => line["bytes"] as number);
    expect(counts[0]).toBe(counts[2]);
    expect(counts[1]! - counts[0]!).toBe(4990 + "5000".length - "10".length);
  });

  it("has a line for 404, 400 and 308, without a route", async () => {
    const { server, until } = await logged(owned, (_req, res) => res.end(), {
      routes: { "/api/[id]": (_req, res) => res.end() },
    });
    for (const path of ["/none", "/api/%zz", "/api/x/"]) await get(server, { path }).catch(() => {});
    const lines = await until(3);
    expect(lines.map(({ status, route }) => [status, route])).toEqual([
      [404, undefined],
      [400, undefined],
      [308, "/api/[id]"],
    ]);
  });

  it("says the pattern of a dynamic route", async () => {
    const { server, until } = await logged(owned, (_req, res) => res.end(), {
      routes: { "/api/post/[pid]": (_req, res) => res.end() },
    });
    await get(server, { path: "/api/post/7" });
    expect((await until(1))[0]).toMatchObject({ url: "/api/post/7", route: "/api/post/[pid]" });
  });

  it("leaves requests to the host that are the host's", async () => {
    const { server, lines, until } = await logged(inExpress, (_req, res) => res.end());
    expect((await get(server, { path: "/other" })).status).toBe(404);
    await get(server);
    expect(await until(1)).toMatchObject([{ url: "/api/test" }]);
    expect(lines).toHaveLength(1);
  });

  it("marks an answer that was cut after its first byte, with its status", async () => {
    const seen = gate();
    const { server, until } = await logged(owned, async (_req, res) => {
      res.write("begun");
      await seen.opened;
      throw new Error("broken");
    });
    const answer = await begin(server);
    seen.open();
    await expect(answer.toArray()).rejects.toThrow(/aborted/);
    const [, access] = await until(2);
    expect(access).toMatchObject({ status: 200, aborted: true });
  });

  it("stands a trustProxy that throws, which is logged", async () => {
    const trustProxy = (): boolean => {
      throw new Error("no such network");
    };
    const { server, until } = await logged(owned, (_req, res) => res.send("fine"), { trustProxy });
    const headers = { "X-Forwarded-For": "192.0.2.1" };
    expect((await get(server, { headers })).text).toBe("fine");
    expect(await until(1)).toMatchObject([{ level: 50, msg: "no such network" }]);
  });

  it("says the address of a client behind a proxy that is trusted", async () => {
    const { server, until } = await logged(owned, (_req, res) => res.end(), { trustProxy: 1 });
    await get(server, { headers: { "X-Forwarded-For": "192.0.2.1" } });
    expect((await until(1))[0]).toMatchObject({ remoteAddress: "192.0.2.1" });
  });
});
