import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import middie from "@fastify/middie";
import { createFetch, createHandler, createServer, type ServerOptions } from "../../src/index.ts";
import { inject, type InjectResponse, testServer } from "../../src/testing/index.ts";
import { listen } from "../support/hosts.ts";
import { install } from "../support/installed.ts";
import { onEnd } from "../support/lifetime.ts";
import { CLI, run, serving } from "../support/program.ts";
import { expectBuild, serveElsewhere } from "../support/standalone.ts";
import { serveVite, versions } from "../support/vite.ts";

/** Sends a request to a project that is served in some way. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** A way to run a project. */
export interface Way {
  /** Ends in "in development" where answers show what went wrong. */
  readonly name: string;
  start(dir: string, conventions: readonly string[]): Promise<Ask>;
}

const QUIET = { error: () => {}, warn: () => {} };

function optionsOf(dir: string, conventions: readonly string[]): ServerOptions {
  return { dir, conventions, dev: false, logger: QUIET };
}

function askOver(server: Server): Ask {
  const { port } = server.address() as AddressInfo;
  return askAt(`http://127.0.0.1:${port}`);
}

function askAt(url: string): Ask {
  return (path, init) => fetch(url + path, { redirect: "manual", ...init });
}

function toResponse({ statusCode, headers, rawPayload }: InjectResponse): Response {
  const pairs = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, String(value)]),
  );
  const body = rawPayload.length === 0 ? null : new Uint8Array(rawPayload);
  return new Response(body, { status: statusCode, headers: pairs });
}

export const ways: readonly Way[] = [
  {
    name: "createServer",
    async start(dir, conventions) {
      const server = createServer(optionsOf(dir, conventions));
      await server.ready();
      return askOver(await listen(server));
    },
  },
  {
    name: "createServer in development",
    async start(dir, conventions) {
      const server = createServer({ ...optionsOf(dir, conventions), dev: true });
      await server.ready();
      return askOver(await listen(server));
    },
  },
  {
    name: "createHandler in Express",
    async start(dir, conventions) {
      const handler = createHandler(optionsOf(dir, conventions));
      await handler.ready();
      return askOver(await listen(createHttpServer(express().use(handler))));
    },
  },
  {
    name: "createHandler in Fastify",
    async start(dir, conventions) {
      const handler = createHandler(optionsOf(dir, conventions));
      await handler.ready();
      const app = fastify();
      await app.register(middie);
      app.use(handler);
      const url = await app.listen({ port: 0, host: "127.0.0.1" });
      onEnd(() => app.close());
      return askAt(url);
    },
  },
  {
    name: "createFetch",
    async start(dir, conventions) {
      const fetch = createFetch(optionsOf(dir, conventions));
      await fetch.ready();
      onEnd(async () => void (await fetch.close()));
      return (path, init) => fetch(new Request(`http://127.0.0.1${path}`, init));
    },
  },
  {
    name: "testServer",
    async start(dir, conventions) {
      const server = testServer({ dir, conventions, logger: QUIET });
      await server.ready();
      return askOver(await listen(server));
    },
  },
  {
    name: "inject",
    async start(dir, conventions) {
      const server = createServer(optionsOf(dir, conventions));
      await server.ready();
      return async (url, { method = "GET", headers = {}, body } = {}) =>
        toResponse(
          await inject(server, {
            method,
            url,
            headers: headers as Record<string, string>,
            ...(body !== undefined && { payload: body as string }),
          }),
        );
    },
  },
  {
    name: "pages-api dev, in development",
    async start(dir, conventions) {
      const { url } = await serving([CLI, "dev", "--convention", conventions.join()], { cwd: dir });
      return askAt(url);
    },
  },
  {
    name: "pages-api start",
    async start(dir, conventions) {
      const { url } = await serving([CLI, "start", "--convention", conventions.join()], { cwd: dir });
      return askAt(url);
    },
  },
  {
    name: "pages-api start --workers, from a build",
    async start(dir, conventions) {
      const { code, err } = await run([CLI, "build", "--convention", conventions.join()], { cwd: dir });
      if (code !== 0) throw new Error(err);
      const { url } = await serving([CLI, "start", "--workers", "1"], { cwd: dir });
      return askAt(url);
    },
  },
  {
    name: "a standalone folder, elsewhere",
    async start(dir, conventions) {
      await expectBuild(
        await install(dir, { tools: true, copied: true }),
        dir,
        "--convention",
        conventions.join(),
      );
      const { url } = await serveElsewhere(dir);
      return askAt(url);
    },
  },
  ...versions.map(([version, vite]) => ({
    name: `${version} in development`,
    async start(dir: string, conventions: readonly string[]) {
      const { url } = await serveVite(vite, dir, { conventions });
      return askAt(url);
    },
  })),
];
