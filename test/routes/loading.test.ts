import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { setTimeout } from "node:timers/promises";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import type { OpenConvention, OpenProject } from "../../src/convention.ts";
import { createHandler, createServer } from "../../src/index.ts";
import { createListener } from "../../src/pipeline/listener.ts";
import type { Loaded } from "../../src/project/loaded.ts";
import { type LoadingTree, loadRoutes } from "../../src/routes/project.ts";
import { parsePattern } from "../../src/routing/segment.ts";
import { makeGate } from "../support/gate.ts";
import { type KeptLog, keepLog, listen, project } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";
import { ask } from "../support/wire.ts";

/** Each file is a route, which answers with its pattern. */
const FILE_NAMES: OpenConvention = {
  name: "file names",
  roots: ["pages"],
  folder: "",
  claim: (file) => parsePattern(`/${file.replace(".js", "")}`),
  compare: () => 0,
  configure: () => undefined,
  bind: (_module, { pattern }) => ({ kind: "node", handle: (_req, res) => res.end(pattern) }),
};

const PROJECT: OpenProject = {
  conventions: [FILE_NAMES],
  surroundings: undefined,
  compile: {},
  companions: [],
  watch: [],
};

interface Loading extends Pick<LoadingTree, "loaded"> {
  readonly server: Server;
  /** The files whose modules have been asked for. */
  readonly imported: readonly string[];
  readonly logger: KeptLog;
}

/** Serves routes some of whose modules finish loading only when they may. */
async function serveLoading(
  files: readonly string[],
  held: (file: string) => Promise<void> | undefined,
  patience: number,
): Promise<Loading> {
  const dir = await project(Object.fromEntries(files.map((file) => [file, ""])));
  const imported: string[] = [];
  const logger = keepLog();
  const loaded: Loaded = {
    version: () => "1",
    error: () => undefined,
    inputs: new Set(),
    async import(path) {
      const file = path.slice(dir.length + 1);
      imported.push(file);
      await held(file);
    },
  };
  const loader = { load: async () => loaded, dispose: async () => {} };
  const tree = await loadRoutes({ dir, open: async () => PROJECT, loader, logger, patience });
  const listener = createListener({ served: () => tree, logger });
  return { server: await listen(createHttpServer(listener)), loaded: tree.loaded, imported, logger };
}

it("a module that never finishes loading keeps nothing waiting but its own requests", async () => {
  const gate = makeGate();
  const files = ["pages/api/other.js", "pages/api/slow.js"];
  const held = (file: string): Promise<void> | undefined =>
    file === "pages/api/slow.js" ? gate.opened : undefined;
  const { server, loaded, logger } = await serveLoading(files, held, 20);

  await loaded;
  expect(logger.warnings).toEqual([
    "pages/api/slow.js is still loading after 0.02 s; its requests wait. Look for an await at its top level.",
  ]);
  expect(await ask(server, "/api/other")).toMatchObject({ status: 200 });
  let answered = false;
  const late = ask(server, "/api/slow").finally(() => (answered = true));
  await once(server, "request");
  expect(await ask(server, "/api/other")).toMatchObject({ status: 200 });
  expect(answered).toBe(false);
  gate.open();
  expect(await late).toMatchObject({ status: 200 });
  expect(logger.errors).toEqual([]);
});

it("a route that is asked for is loaded before those in front of it, and once", async () => {
  const name = `loaded ${randomUUID()}`;
  const tell = (file: string): string => `(globalThis[${JSON.stringify(name)}] ??= []).push("${file}");`;
  // All in turn take 6 s.
  const slow = `${tell("slow")} await new Promise((resolve) => setTimeout(resolve, 150)); export default () => {};`;
  const before = Array.from({ length: 40 }, (_, index) => `pages/api/${index}.js`);
  const dir = await project({
    "package.json": '{"type":"module"}',
    ...Object.fromEntries(before.map((file) => [file, slow])),
    "pages/api/z.js": `${tell("z")} export default (req, res) => res.end("z");`,
  });
  const server = await listen(createServer({ dir, dev: false }));

  const loaded = (): string[] => (globalThis as unknown as Record<string, string[]>)[name] ?? [];
  await expect.poll(() => loaded().length).toBeGreaterThan(1);
  expect(await ask(server, "/api/z")).toMatchObject({ status: 200, body: "z" });
  expect(await ask(server, "/api/z")).toMatchObject({ status: 200, body: "z" });
  expect(loaded().length).toBeLessThan(before.length);
  await server.ready();
  expect(loaded().filter((file) => file === "z")).toHaveLength(1);
  expect(loaded()).toHaveLength(41);
});

it("a route may require what another one is importing", async () => {
  const parts = Array.from({ length: 40 }, (_, index) => index);
  const dir = await project({
    "package.json": "{}",
    "node_modules/modern/package.json": '{ "name": "modern", "type": "module", "exports": "./index.js" }',
    "node_modules/modern/index.js": parts.map((part) => `export * from "./${part}.js";`).join("\n"),
    ...Object.fromEntries(
      parts.map((part) => [`node_modules/modern/${part}.js`, `export const p${part} = 1;`]),
    ),
    "pages/api/a.js":
      "export default async (req, res) => res.json(Object.keys(await import('modern')).length);",
    "pages/api/b.js":
      "const m = require('modern'); export default (req, res) => res.json(Object.keys(m).length);",
    "pages/api/c.js":
      "const m = require('modern'); module.exports = (req, res) => res.json(Object.keys(m).length);",
    // So many that the last routes are not loaded before they are asked for.
    ...Object.fromEntries(parts.map((part) => [`pages/api/0/${part}.js`, "export default () => {};"])),
  });
  const { url } = await serving([CLI, "start"], { cwd: dir });

  const ask = async (name: string): Promise<string> => (await fetch(`${url}/api/${name}`)).text();
  expect(await Promise.all(["a", "b", "c"].map(ask))).toEqual(["40", "40", "40"]);
});

it("a module is loaded outside of the request that asks for it", async () => {
  const context = new AsyncLocalStorage<string>();
  const name = `context ${randomUUID()}`;
  (globalThis as unknown as Record<string, unknown>)[name] = context;
  const file = `
    const context = globalThis[${JSON.stringify(name)}];
    const atLoad = context.getStore();
    export default (req, res) => res.json([atLoad ?? null, context.getStore() ?? null]);`;
  for (const dev of [true, false]) {
    const dir = await project({ "package.json": '{"type":"module"}', "pages/api/a.js": file });
    const handler = createHandler({ dir, dev });
    const server = await listen(
      createHttpServer((req, res) => context.run(req.url!, () => handler(req, res))),
    );
    expect((await ask(server, "/api/a?one")).body).toBe('[null,"/api/a?one"]');
    await handler.close();
  }
});

it("`start` answers while other routes are loaded; readiness says so, and a signal ends it", async () => {
  const dir = await project({
    "pages/api/ok.js": "export default (req, res) => res.json('ok');",
    "pages/api/slow.js": `
      import { existsSync } from "node:fs";
      while (!existsSync("gate")) await new Promise((resolve) => setTimeout(resolve, 10));
      export default (req, res) => res.json("slow");`,
  });
  const start = (): ReturnType<typeof serving> => serving([CLI, "start", "--health"], { cwd: dir });
  const { url, child, ended } = await start();
  const ready = (): request.Test => request(url).get("/readyz");

  await request(url).get("/api/ok").expect(200, '"ok"');
  await ready().expect(503, { status: "starting" });
  const slow = request(url).get("/api/slow").expect(200, '"slow"');
  const answered = slow.then(() => {});
  writeFileSync(join(dir, "gate"), "");
  await answered;
  await expect.poll(async () => (await ready()).status).toBe(200);
  child.kill();
  expect((await ended).code).toBe(0);
});

it("a signal ends `start` while routes are loaded", async () => {
  const dir = await project({
    "pages/api/ok.js": "export default (req, res) => res.json('ok');",
    "pages/api/slow.js": "setInterval(() => {}, 1000); await new Promise(() => {}); export default () => {};",
  });
  const { url, child, ended } = await serving([CLI, "start"], { cwd: dir });

  await request(url).get("/api/ok").expect(200, '"ok"');
  child.kill();
  expect((await ended).code).toBe(0);
});

it("a server that is closed loads no more modules, but for its running requests", async () => {
  const name = `closed ${randomUUID()}`;
  const slow = `
    (globalThis[${JSON.stringify(name)}] ??= []).push(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    export default (req, res) => res.end("late");`;
  const files = Array.from({ length: 40 }, (_, index) => [`pages/api/${index}.js`, slow] as const);
  const dir = await project({ "package.json": '{"type":"module"}', ...Object.fromEntries(files) });
  const loaded = (): number => (globalThis as unknown as Record<string, number[]>)[name]?.length ?? 0;
  const server = await listen(createServer({ dir, dev: false }));
  await expect.poll(loaded).toBeGreaterThan(0);

  const answer = ask(server, "/api/39");
  await once(server, "request");
  await server.shutdown();
  expect((await answer).body).toBe("late");
  await server.ready();
  expect(loaded()).toBeLessThan(files.length);
});

it("a module that never finishes loading does not hold the process of a server that is closed", async () => {
  const dir = await project({
    "pages/api/slow.mjs": "await new Promise(() => {}); export default () => {};",
    "pages/api/slow.js": "import './slow.mjs'; export default () => {};",
    "server.mjs": `import { createServer } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url))};
      let closed = Infinity;
      process.on("exit", () => console.log("ended after", Math.round((performance.now() - closed) / 1000), "s"));
      const server = createServer({ dev: false });
      await server.opened();
      server.listen(0, "127.0.0.1", () => setTimeout(() => { closed = performance.now(); server.close(); }, 100));`,
  });
  const { out } = await run(["server.mjs"], { cwd: dir });
  // It waits ten seconds for such a module.
  expect(out).toMatch(/^ended after [0-7] s/);
});

it("a handler that is closed waits for requests that wait for its routes", async () => {
  const gate = makeGate();
  let stopped = false;
  const handler = createHandler({
    routes: {
      "/api/a": async (_req, res) => {
        await setTimeout(50);
        res.json({ stopped });
      },
    },
    onStart: () => gate.opened,
    onStop: () => void (stopped = true),
  });
  const server = await listen(createHttpServer((req, res) => handler(req, res, () => res.end("next"))));

  const answers = [ask(server, "/api/a"), ask(server, "/other")];
  await once(server, "request");
  await once(server, "request");
  const closed = handler.close();
  gate.open();
  expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(['{"stopped":false}', "next"]);
  expect(await closed).toEqual({ cut: 0 });
});
