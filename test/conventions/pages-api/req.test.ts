import { IncomingMessage, METHODS, ServerResponse } from "node:http";
import { isProxy } from "node:util/types";
import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteModule } from "../../../src/index.ts";
import { bare, hosts, owned } from "../../support/hosts.ts";
import { answersOf, ask, exchange } from "../../support/wire.ts";

/** Serves one route and gives what its handler was called with. */
async function expectCall(
  { start }: (typeof hosts)[number],
  target = "/api/route",
): Promise<[req: IncomingMessage, res: ServerResponse]> {
  let args: unknown[] = [];
  const server = await start({
    routes: {
      "/api/route"(...given: unknown[]) {
        args = given;
        (given[1] as ServerResponse).end();
      },
    },
  });
  await request(server).get(target).expect(200);
  return args as [IncomingMessage, ServerResponse];
}

describe.each(hosts)("req in $name", (host) => {
  it("is the IncomingMessage of Node, and res its ServerResponse", async () => {
    const [req, res] = await expectCall(host);
    expect(req).toBeInstanceOf(IncomingMessage);
    expect(res).toBeInstanceOf(ServerResponse);
    expect([isProxy(req), isProxy(res)]).toEqual([false, false]);
    expect(res.req).toBe(req);
  });

  it("comes with res and nothing else", async () => {
    expect(await expectCall(host)).toHaveLength(2);
  });

  it("comes to a function whose `this` is undefined", async () => {
    let self: unknown = "not called";
    const server = await host.start({
      routes: {
        "/api/route": function handler(this: unknown, _req, res) {
          self = this;
          res.end();
        },
      },
    });
    await request(server).get("/api/route").expect(200);
    expect(self).toBeUndefined();
  });

  it.each([
    "/api/route",
    "/api/route?",
    "/api/route?a",
    "/api/route?a=&&b",
    "/api/route?a=%20+%2B",
    "/api/route?a=x:y/z,[1]'q'",
    "/api/route?2=b&1=a",
    "/api/route?a=%zz&b=%FF",
    "/api/route?a=1#fragment",
    "/api/route?a=|^`{}<b>",
    "/api/route?id=7&id=8",
    "/api/dynamic/%41b?id=9",
    "/api/dynamic/a%2Fb%20c",
    "/api/./route",
    "http://other.test/api/route?a=%20",
  ])("has url %s as it was sent", async (target) => {
    const routes = {
      "/api/route": (req, res) => res.json(req.url),
      "/api/dynamic/[id]": (req, res) => res.json(req.url),
    } satisfies Record<string, RouteModule["default"]>;
    const server = await host.start({ routes });
    const { body } = await ask(server, target);
    expect(JSON.parse(body)).toBe(target);
  });

  it.each(METHODS.filter((method) => method !== "CONNECT"))("reaches the handler with %s", async (method) => {
    const server = await host.start({
      routes: { "/api/route": (req, res) => void res.status(299).setHeader("X-Method", req.method!).end() },
    });
    const { status, headers } = await ask(server, "/api/route", { method });
    expect([status, headers["x-method"]]).toEqual([299, method]);
    expect(headers).not.toHaveProperty("allow");
  });

  it.each([
    ["X-HTTP-Method-Override", "/api/route"],
    ["X-Method-Override", "/api/route"],
    ["X-HTTP-Method", "/api/route"],
    ["X-Other", "/api/route?_method=DELETE"],
  ])("keeps its method whatever %s and %s say", async (header, target) => {
    const server = await host.start({ routes: { "/api/route": (req, res) => res.json(req.method) } });
    await request(server).post(target).set(header, "DELETE").expect(200, '"POST"');
  });

  it("has a query, cookies and a body that can be assigned", async () => {
    const server = await host.start({
      routes: {
        "/api/route"(req, res) {
          req.query = { a: "mine" };
          req.cookies = { b: "mine" };
          req.body = "mine";
          res.json([req.query, req.cookies, req.body]);
        },
      },
    });
    const asked = request(server).post("/api/route?a=1").set("Cookie", "b=1").send({ c: 1 });
    await asked.expect(200, [{ a: "mine" }, { b: "mine" }, "mine"]);
  });

  it("shares nothing with another request", async () => {
    const server = await host.start({
      routes: {
        "/api/route"(req, res) {
          const before = [{ ...req.query }, { ...req.cookies }, { ...req.body }];
          Object.assign(req.query, { left: "1" });
          Object.assign(req.cookies, { left: "1" });
          Object.assign(req.body, { left: "1" });
          res.json(before);
        },
      },
    });
    for (const a of ["1", "2"]) {
      const asked = request(server).post(`/api/route?a=${a}`).set("Cookie", `a=${a}`).send({ a });
      await asked.expect(200, [{ a }, { a }, { a }]);
    }
  });

  it("keeps apart requests on one connection", async () => {
    const server = await host.start({
      routes: { "/api/[id]": (req, res) => res.json([req.query, req.cookies, req.body]) },
    });
    const wire = await exchange(
      server,
      "POST /api/1?a=1 HTTP/1.1\r\nHost: a\r\nCookie: c=1\r\nContent-Length: 3\r\n\r\none" +
        "POST /api/2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    expect(answersOf(wire).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      [{ a: "1", id: "1" }, { c: "1" }, "one"],
      [{ id: "2" }, {}, ""],
    ]);
  });
});

describe.each([owned, bare])("req in $name", (host) => {
  it.each(["params", "ip", "originalUrl", "nextUrl", "geo", "env", "baseUrl", "app"])(
    "has no %s",
    async (name) => {
      const [req] = await expectCall(host, "/api/route?a=1");
      expect(name in req).toBe(false);
    },
  );

  it.each(["locals", "params", "app"])("comes with a res that has no %s", async (name) => {
    const [, res] = await expectCall(host);
    expect(name in res).toBe(false);
  });
});
