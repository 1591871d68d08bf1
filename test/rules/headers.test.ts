import request from "supertest";
import { describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";
import { type Handler, listen, project } from "../support/hosts.ts";

const CONFIG = `export default {
  headers: async () => [
    { source: "/api/:path*", headers: [{ key: "X-One", value: "1" }, { key: "X-Two", value: "2" }] },
    { source: "/api/type", headers: [{ key: "Content-Type", value: "text/csv" }] },
  ],
};`;

/** @param handler takes nothing from around it: it becomes a file */
async function serve(handler: Handler, path = "/api/test"): Promise<string> {
  const dir = await project({
    "next.config.mjs": CONFIG,
    [`pages${path}.js`]: `export default ${String(handler)};`,
  });
  const server = await listen(createServer({ dir, dev: false }));
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

async function answer(handler: Handler, path = "/api/test"): Promise<Response> {
  return fetch((await serve(handler, path)) + path);
}

/** What a handler has seen. */
const seen: unknown[] = [];
Object.assign(globalThis, { seen });

const rules = ({ headers }: Response): (string | null)[] => [headers.get("x-one"), headers.get("x-two")];

describe("headers of next.config", () => {
  it("are on an answer that is sent in one step, and can be read before and after it", async () => {
    const response = await answer((_req, res) => {
      res.once("finish", () => seen.push(res.getHeader("x-one"), res.getHeader("ETag")));
      res.json({ a: 1 });
      seen.push(res.hasHeader("X-TWO"), Object.keys(res.getHeaders()).includes("x-one"));
    });
    expect([await response.json(), ...rules(response)]).toEqual([{ a: 1 }, "1", "2"]);
    await expect.poll(() => seen).toEqual([true, true, "1", response.headers.get("etag")]);
  });

  it.each<[string, Handler, (string | null)[]]>([
    ["getHeader", (_req, res) => res.send(String(res.getHeader("x-one"))), ["1", "2"]],
    ["getHeaderNames", (_req, res) => res.send(res.getHeaderNames().join()), ["1", "2"]],
    ["setHeader", (_req, res) => res.setHeader("x-one", "own") && res.send(""), ["own", "2"]],
    ["appendHeader", (_req, res) => res.appendHeader("x-one", "own") && res.send(""), ["1, own", "2"]],
    ["removeHeader", (_req, res) => (res.removeHeader("X-One"), res.send("")), [null, "2"]],
    ["writeHead", (_req, res) => void res.writeHead(200, { "X-ONE": "own" }).end(), ["own", "2"]],
    ["flushHeaders", (_req, res) => (res.flushHeaders(), void res.end()), ["1", "2"]],
    ["write", (_req, res) => (res.write("a"), void res.end("b")), ["1", "2"]],
    ["end", (_req, res) => void res.end(), ["1", "2"]],
    ["status", (_req, res) => void res.status(201).end(), ["1", "2"]],
  ])("are there for a handler that calls %s", async (_, handler, expected) => {
    expect(rules(await answer(handler))).toEqual(expected);
  });

  it("are on a 304", async () => {
    const url = await serve((_req, res) => res.json({ a: 1 }));
    const first = await request(url).get("/api/test");
    const response = await request(url).get("/api/test").set("if-none-match", first.get("etag")!);
    expect([response.status, response.get("x-one"), response.get("x-two")]).toEqual([304, "1", "2"]);
  });

  it("make way for a type that the answer has of itself", async () => {
    const response = await answer((_req, res) => res.json({}), "/api/type");
    expect([response.headers.get("content-type"), ...rules(response)]).toEqual([
      "application/json; charset=utf-8",
      "1",
      "2",
    ]);
  });
});
