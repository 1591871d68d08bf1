import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import type { Convention } from "../src/convention.ts";
import { createServer } from "../src/index.ts";
import { createListener } from "../src/listener.ts";
import type { Loaded } from "../src/load/loader.ts";
import { type LoadingTree, loadRoutes } from "../src/routes.ts";
import { parsePattern } from "../src/routing/segment.ts";
import { makeGate } from "./gate.ts";
import { type KeptLog, keepLog, listen, project } from "./hosts.ts";
import { CLI, serving } from "./program.ts";
import { ask } from "./wire.ts";

/** Each file is a route, which answers with its pattern. */
const FILE_NAMES: Convention = {
  name: "file names",
  roots: ["pages"],
  claim: (file) => parsePattern(`/${file.replace(".js", "")}`),
  compare: () => 0,
  bind: (_module, pattern) => (_req, res) => res.end(pattern),
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
  const tree = await loadRoutes({ dir, convention: FILE_NAMES, loader, logger, patience });
  const listener = createListener({ routes: () => tree.router, logger });
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
