import { afterEach, describe, expect, it, vi } from "vitest";
import { keepLog, owned, project } from "../../support/hosts.ts";
import { link } from "../../support/linked.ts";
import { ask } from "../../support/wire.ts";

const UNPARSED = "export const config = { api: { bodyParser: false } };";

/** What a route may export that is no function, what the log says, and the route as that says to write it. */
const APPLICATIONS: readonly {
  readonly name: string;
  readonly app: string;
  readonly says: string;
  readonly cure: string;
}[] = [
  {
    name: "a server of node:http",
    app: `
      import { createServer } from "node:http";
      const server = createServer(async (req, res) => res.end((await req.setEncoding("utf8").toArray()).join("")));`,
    says: "It exports a server. ",
    cure: `export default (req, res) => void server.emit("request", req, res); ${UNPARSED}`,
  },
  {
    name: "a Koa application",
    app: `
      import Koa from "koa";
      const app = new Koa();
      app.use(async (ctx) => void (ctx.body = (await ctx.req.setEncoding("utf8").toArray()).join("")));`,
    says: "It exports a Koa application. ",
    cure: `export default app.callback(); ${UNPARSED}`,
  },
  {
    name: "a Fastify instance",
    app: `
      import fastify from "fastify";
      const app = fastify();
      app.post("/api/app", async (request) => request.body);`,
    says: "It exports a Fastify instance. ",
    cure: `export default async (req, res) => { await app.ready(); app.server.emit("request", req, res); }; ${UNPARSED}`,
  },
  {
    name: "a Hono application",
    app: `
      import { Hono } from "hono";
      const app = new Hono();
      app.post("/api/app", async (c) => c.text(await c.req.text()));`,
    says: "It exports an object with `fetch`. ",
    cure: 'export const config = { runtime: "edge" }; export default (request) => app.fetch(request);',
  },
];

afterEach(() => void vi.unstubAllEnvs());

describe("a route that exports", () => {
  it.each(APPLICATIONS)("$name answers 500, and what the log says to write works", async (application) => {
    const { app, says, cure } = application;
    const dir = await project({
      "package.json": '{"type":"module"}',
      "pages/api/bare.js": `${app}\nexport default ${app.includes("const app") ? "app" : "server"};`,
      "pages/api/app.js": `${app}\n${cure}`,
    });
    await link(dir, "fastify", "hono", "koa");
    for (const dev of [false, true]) {
      // The tests' own is taken for that of somebody's tests.
      vi.stubEnv("NODE_ENV", dev ? "development" : "production");
      const log = keepLog();
      const server = await owned.start({ dir, dev, logger: log });
      const { status, body } = await ask(server, "/api/bare");
      expect([dev, status]).toEqual([dev, 500]);
      if (dev) expect(body).toContain(says);
      const [message] = log.errors.map((error) => (error as Error).message);
      expect(message).toContain(says);
      const written = [...message!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
      expect(written.slice(-2)).toHaveLength(2);
      for (const code of says.includes("fetch") ? written.slice(1) : written) expect(cure).toContain(code);
      const answer = await ask(server, "/api/app", {
        method: "POST",
        body: "hello",
        headers: { "Content-Type": "text/plain" },
      });
      expect([answer.status, answer.body]).toEqual([200, "hello"]);
    }
  });

  it("an Express application works as it is", async () => {
    const dir = await project({
      "package.json": '{"type":"module"}',
      "pages/api/app.js":
        'import express from "express"; export default express().get("/api/app", (req, res) => res.send("hello"));',
    });
    await link(dir, "express");
    const server = await owned.start({ dir, dev: false });
    const { status, body } = await ask(server, "/api/app");
    expect([status, body]).toEqual([200, "hello"]);
  });
});
