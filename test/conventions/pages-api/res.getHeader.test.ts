import { ServerResponse } from "node:http";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { type Handler, type Host, hosts, owned, serve } from "../../support/hosts.ts";

const BODY = { message: "Hello" };

const uncompressed: Host = {
  name: "createServer without compression",
  start: (options) => owned.start({ ...options, compress: false }),
};

describe.each([...hosts, uncompressed])("res.getHeader, $name", (host) => {
  test.each<[name: string, set: (res: Parameters<Handler>[1]) => unknown, kept: unknown, cookies: unknown]>([
    ["a text", (res) => res.setHeader("Set-Cookie", "a=1"), ["a=1"], ["a=1"]],
    ["a list", (res) => res.setHeader("set-cookie", ["a=1", "b=2", "a=1"]), ["a=1", "b=2"], ["a=1", "b=2"]],
    ["a number, as in Next", (res) => res.setHeader("Set-Cookie", 1), [], undefined],
    [
      "a text, then one more",
      (res) => {
        res.setHeader("Set-Cookie", "a=1");
        res.setHeader("Set-Cookie", [...(res.getHeader("Set-Cookie") as string[]), "b=2"]);
      },
      ["a=1", "b=2"],
      ["a=1", "b=2"],
    ],
    ["a text, by writeHead", (res) => res.writeHead(200, { "Set-Cookie": "a=1" }), ["a=1"], ["a=1"]],
    ["a number, by writeHead", (res) => res.writeHead(200, "OK", { "Set-Cookie": 1 }), [], undefined],
    ["a text, by appendHeader", (res) => res.appendHeader("Set-Cookie", "a=1"), ["a=1"], ["a=1"]],
    [
      "a text, by setHeaders",
      (res) => res.setHeaders(new Headers({ "set-cookie": "a=1" })),
      ["a=1"],
      ["a=1"],
    ],
  ])("gives a list for Set-Cookie, set to %s", async (_name, set, kept, cookies) => {
    let seen: unknown;
    const { server } = await serve(host, (_req, res) => {
      set(res);
      seen = res.getHeader("Set-Cookie");
      res.end();
    });
    const { headers } = await request(server).get("/api/test").expect(200);
    expect(seen).toEqual(kept);
    expect(headers["set-cookie"]).toEqual(cookies);
  });

  test("knows what res.json has sent", async () => {
    let seen: Record<string, unknown> = {};
    const handler: Handler = (_req, res) => {
      res.json(BODY);
      seen = {
        type: res.getHeader("Content-Type"),
        length: res.getHeader("content-length"),
        hasTag: res.hasHeader("ETag"),
        hasOther: res.hasHeader("X-Other"),
        other: res.getHeader("X-Other"),
        names: res.getHeaderNames(),
        tag: String(res.getHeaders()["etag"]).slice(0, 1),
      };
    };
    const { server } = await serve(host, handler);
    await request(server).get("/api/test").expect(200, BODY);
    expect(seen).toMatchObject({
      type: "application/json; charset=utf-8",
      length: 19,
      hasTag: true,
      hasOther: false,
      other: undefined,
      tag: '"',
    });
    expect(seen["names"]).toEqual(expect.arrayContaining(["content-type", "etag", "content-length"]));
  });

  test("knows the headers of a 304", async () => {
    let type: unknown;
    const handler: Handler = (_req, res) => {
      res.json(BODY);
      type = res.getHeader("content-type");
    };
    const { server } = await serve(host, handler);
    const { headers } = await request(server).get("/api/test");
    await request(server).get("/api/test").set("If-None-Match", headers["etag"]!).expect(304);
    expect(type).toBe("application/json; charset=utf-8");
  });
});

describe.each(hosts)("functions that a route puts on its response, $name", (host) => {
  test("are called by res.json: setHeader", async () => {
    const names: string[] = [];
    const { server } = await serve(host, (_req, res) => {
      const { setHeader } = res;
      res.setHeader = (name, value) => {
        names.push(name.toLowerCase());
        return setHeader.call(res, name, value);
      };
      res.json(BODY);
    });
    await request(server).get("/api/test").expect(200, BODY);
    expect(names).toEqual(expect.arrayContaining(["content-type", "etag", "content-length"]));
  });

  test("are called by res.json: writeHead, before the header is sent, as on-headers needs", async () => {
    const { server } = await serve(host, (_req, res) => {
      const { writeHead } = res;
      res.writeHead = (status: number) => {
        res.setHeader("X-Type", String(res.getHeader("content-type")));
        return writeHead.call(res, status);
      };
      res.json(BODY);
    });
    const { headers } = await request(server).get("/api/test").expect(200, BODY);
    expect(headers["x-type"]).toBe("application/json; charset=utf-8");
  });

  test("are called by res.json: end", async () => {
    const ended: unknown[] = [];
    const { server } = await serve(host, (_req, res) => {
      const end = res.end as unknown as (chunk: unknown) => never;
      res.end = (chunk: unknown) => {
        ended.push(chunk);
        return end.call(res, chunk);
      };
      res.json(BODY);
    });
    await request(server).get("/api/test").expect(200, BODY);
    expect(ended).toEqual([JSON.stringify(BODY)]);
  });
});

test("a setHeader that a tool has put on Node's prototype is called by res.json", async () => {
  const names: string[] = [];
  const { setHeader } = ServerResponse.prototype;
  ServerResponse.prototype.setHeader = function (name, value) {
    names.push(name.toLowerCase());
    return setHeader.call(this, name, value);
  };
  try {
    const { server } = await serve(hosts[0]!, (_req, res) => res.json(BODY));
    await request(server).get("/api/test").expect(200, BODY);
  } finally {
    delete (ServerResponse.prototype as Partial<ServerResponse>).setHeader;
  }
  expect(names).toEqual(expect.arrayContaining(["content-type", "etag", "content-length"]));
});
