import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import * as http2 from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import middie from "@fastify/middie";
import { type HttpBindings, serve as serveHono } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import connect from "connect";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { onTestFinished } from "vitest";
import type { ApiHandler } from "../../src/index.ts";
import { listen } from "./hosts.ts";

/** What a host is given: a handler, or something around one. */
export type Mounted = (...args: Parameters<ApiHandler>) => void;

/** A host that our handler is mounted in, by the line that docs/mounting.md has for it. */
export interface Mount {
  readonly name: string;
  /** Starts on a free port of 127.0.0.1; ends with the test. What no route matches, the host answers `host: /path`. */
  start(handler: Mounted, prefix?: string): Promise<Server>;
}

/** Hosts that take `(req, res, next)`. */
export const middlewareMounts: readonly Mount[] = [
  {
    name: "Express 5",
    start(handler, prefix = "/") {
      const app = express().use(prefix, handler);
      return listen(createHttpServer(app.use((req, res) => void res.send(`host: ${req.originalUrl}`))));
    },
  },
  {
    name: "Express 4",
    start(handler, prefix = "/") {
      const app = express4().use(prefix, handler);
      return listen(createHttpServer(app.use((req, res) => void res.send(`host: ${req.originalUrl}`))));
    },
  },
  {
    name: "Connect",
    start(handler, prefix = "/") {
      const app = connect().use(prefix, handler);
      return listen(createHttpServer(app.use((req, res) => res.end(`host: ${req.url}`))));
    },
  },
  {
    name: "Fastify 5 with middie",
    async start(handler, prefix = "/") {
      const app = fastify();
      await app.register(middie);
      app.use(prefix, handler);
      app.all("*", (request) => `host: ${request.url}`);
      await app.listen({ port: 0, host: "127.0.0.1" });
      onTestFinished(async () => {
        app.server.closeAllConnections();
        await app.close();
      });
      return app.server;
    },
  },
];

/** Hosts that hand on Node's own request and response. */
export const rawMounts: readonly Mount[] = [
  {
    name: "Koa",
    start(handler) {
      const app = new Koa();
      app.use(async (ctx, next) => {
        ctx.respond = false;
        ctx.respond = await new Promise<boolean>((resolve) => {
          ctx.res.once("close", () => resolve(false));
          handler(ctx.req, ctx.res, () => resolve(true));
        });
        if (ctx.respond) await next();
      });
      app.use((ctx) => void (ctx.body = `host: ${ctx.originalUrl}`));
      return listen(createHttpServer(app.callback() as RequestListener));
    },
  },
  {
    name: "Hono",
    async start(handler) {
      const app = new Hono<{ Bindings: HttpBindings }>();
      app.use(async (c, next) => {
        const { incoming, outgoing } = c.env;
        const unmatched = await new Promise<boolean>((resolve) => {
          outgoing.once("close", () => resolve(false));
          handler(incoming, outgoing, () => resolve(true));
        });
        return unmatched ? next() : RESPONSE_ALREADY_SENT;
      });
      app.all("*", (c) => c.text(`host: ${c.req.path}`));
      const server = serveHono({
        fetch: app.fetch,
        port: 0,
        hostname: "127.0.0.1",
        overrideGlobalObjects: false,
      });
      return ended(server as Server);
    },
  },
  {
    name: "Fastify 5, its body parsed",
    async start(handler) {
      const app = fastify();
      app.all("/api/*", (request, reply) => {
        reply.hijack();
        handler(Object.assign(request.raw, { body: request.body }), reply.raw);
      });
      app.all("*", (request) => `host: ${request.url}`);
      await app.listen({ port: 0, host: "127.0.0.1" });
      return ended(app.server);
    },
  },
  {
    name: "node:http",
    start: (handler) =>
      listen(createHttpServer((req, res) => handler(req, res, () => res.end(`host: ${req.url}`)))),
  },
];

const folder = new URL("../fixtures/tls/", import.meta.url);
export const TLS = {
  key: readFileSync(new URL("key.pem", folder)),
  cert: readFileSync(new URL("cert.pem", folder)),
};

export const secureMount: Mount = {
  name: "node:https",
  start: (handler) =>
    listen(createHttpsServer(TLS, (req, res) => handler(req, res, () => res.end(`host: ${req.url}`)))),
};

export const http2Mount: Mount = {
  name: "node:http2",
  async start(handler) {
    const server = http2.createServer((req, res) => handler(req, res, () => res.end(`host: ${req.url}`)));
    const sessions = new Set<http2.ServerHttp2Session>();
    server.on("session", (session) => void sessions.add(session));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return server as unknown as Server;
  },
};

export const mounts: readonly Mount[] = [...middlewareMounts, ...rawMounts, secureMount, http2Mount];

async function ended(server: Server): Promise<Server> {
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return server;
}
