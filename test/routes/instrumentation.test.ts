import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createHandler, createServer } from "../../src/index.ts";
import { gate, get } from "../support/client.ts";
import { bare, keepLog, listen, owned, project, serve } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";

/** A place where the modules of a project leave what a test looks at; one for each test. */
function shared(): { readonly name: string; readonly seen: unknown[] } {
  const seen: unknown[] = [];
  const name = `instrumented${Math.random().toString(36).slice(2)}`;
  (globalThis as Record<string, unknown>)[name] = seen;
  onTestFinished(() => void delete (globalThis as Record<string, unknown>)[name]);
  return { name, seen };
}

const REGISTER = (name: string, text = "registered"): string => `
  import { setImmediate } from "node:timers/promises";
  export async function register(...args: unknown[]): Promise<void> {
    await setImmediate();
    (globalThis as any).${name}.push("${text}", args.length, process.env.NEXT_RUNTIME, process.env.FROM_FILE);
  }`;
const REPORT = (name: string): string => `
  export function onRequestError(...args: unknown[]): void { (globalThis as any).${name}.push(args); }`;
const ROUTE = (name: string): string => `
  (globalThis as any).${name}.push("route");
  export default function handler(req: any, res: any): void {
    if (req.query.late) { res.end("sent"); throw new Error("late"); }
    if (req.query.throw) throw new Error("broken");
    res.end("fine");
  }`;

async function started(dir: string, dev = false) {
  const log = keepLog();
  const server = createServer({ dir, dev, logger: log, surviveUncaught: false });
  await server.ready();
  return { server: await listen(server), log };
}

describe("register()", () => {
  it.each(["instrumentation.ts", "src/instrumentation.ts", "instrumentation.js"])(
    "of %s is called once, and awaited, before routes are loaded",
    async (file) => {
      const { name, seen } = shared();
      const text = REGISTER(name).replaceAll(/: unknown\[\]|: Promise<void>| as any/g, "");
      const files = { ".env": "FROM_FILE=env", [file]: text, "pages/api/test.ts": ROUTE(name) };
      const { server } = await started(await project(files));
      await get(server);
      await get(server);
      expect(seen).toEqual(["registered", 0, "nodejs", "env", "route"]);
    },
  );

  it("of the file beside the routes is the one, as in Next", async () => {
    const { name, seen } = shared();
    const both = {
      "instrumentation.ts": REGISTER(name, "root"),
      "src/instrumentation.ts": REGISTER(name, "src"),
    };
    await started(await project({ ...both, "pages/api/test.ts": ROUTE(name) }));
    await started(await project({ ...both, "src/pages/api/test.ts": ROUTE(name) }));
    expect(seen.filter((value) => value === "root" || value === "src")).toEqual(["root", "src"]);
  });

  it("shares the modules that routes import", async () => {
    const files = {
      "lib/state.ts": "export const state = { on: false };",
      "instrumentation.ts":
        'import { state } from "./lib/state"; export function register() { state.on = true; }',
      "pages/api/test.ts":
        'import { state } from "../../lib/state"; export default (_req: any, res: any) => res.json(state);',
    };
    const { server } = await started(await project(files));
    expect((await get(server)).text).toBe('{"on":true}');
  });

  it("is not needed: a file without it, and a project without the file", async () => {
    const { name, seen } = shared();
    const dir = await project({ "instrumentation.ts": "export {};", "pages/api/test.ts": ROUTE(name) });
    const { server } = await started(dir);
    expect((await get(server)).text).toBe("fine");
    expect(seen).toEqual(["route"]);
  });

  const BROKEN: [name: string, text: string, code: string, message: RegExp][] = [
    [
      "that fails",
      'export async function register() { throw new TypeError("no collector"); }',
      "INSTRUMENTATION",
      /^register\(\) of instrumentation\.ts failed\. TypeError: no collector$/,
    ],
    [
      "that is no function",
      "export const register = 5;",
      "INSTRUMENTATION",
      /^instrumentation\.ts exports `register`, which is not a function\.$/,
    ],
    ["in a file that throws", 'throw new Error("early");', "ROUTE_IMPORT", /^instrumentation\.ts failed/],
    ["in a file that is no code", "export function {", "ROUTE_COMPILE", /instrumentation\.ts/],
  ];

  it.each(BROKEN)("%s keeps the server from starting, and says why", async (_name, text, code, message) => {
    const { name, seen } = shared();
    const dir = await project({ "instrumentation.ts": text, "pages/api/test.ts": ROUTE(name) });
    const server = createServer({ dir, dev: false, logger: keepLog() });
    await expect(server.ready()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    const handler = createHandler({ dir, dev: false, logger: keepLog() });
    await expect(handler.ready()).rejects.toMatchObject({ code });
    expect(seen).toEqual([]);
  });

  it("is called again in development when its file has changed, and only then", async () => {
    const { name, seen } = shared();
    const dir = await project({
      "instrumentation.ts": REGISTER(name, "one"),
      "pages/api/test.ts": ROUTE(name),
    });
    const { server } = await started(dir, true);
    const calls = (): unknown[] => seen.filter((value) => ["one", "two", "three"].includes(value as string));
    await get(server);
    await writeFile(join(dir, "pages/api/test.ts"), `${ROUTE(name)}\n// edited`);
    await get(server);
    expect(calls()).toEqual(["one"]);
    await writeFile(join(dir, "instrumentation.ts"), REGISTER(name, "two"));
    await get(server);
    await get(server);
    expect(calls()).toEqual(["one", "two"]);
    await rm(join(dir, "instrumentation.ts"));
    expect((await get(server)).status).toBe(200);
    await writeFile(join(dir, "instrumentation.ts"), REGISTER(name, "three"));
    await get(server);
    expect(calls()).toEqual(["one", "two", "three"]);
  });

  it("that fails in development answers 500 until the next edit, and is called once for each", async () => {
    const { name, seen } = shared();
    const failing = `export function register() { (globalThis as any).${name}.push("tried"); throw new Error("no"); }`;
    const dir = await project({ "instrumentation.ts": "export {};", "pages/api/test.ts": ROUTE(name) });
    const { server } = await started(dir, true);
    await writeFile(join(dir, "instrumentation.ts"), failing);
    expect((await get(server)).status).toBe(500);
    expect((await get(server)).status).toBe(500);
    expect(seen).toEqual(["tried"]);
    await writeFile(join(dir, "instrumentation.ts"), "export {};");
    expect((await get(server)).text).toBe("fine");
  });
});

describe("onRequestError()", () => {
  it.each([owned, bare])("gets Next's arguments in $name", async (host) => {
    const { name, seen } = shared();
    const dir = await project({
      "instrumentation.ts": REPORT(name),
      "pages/api/post/[pid].ts": ROUTE(name),
    });
    const log = keepLog();
    const server = await host.start({ dir, dev: false, logger: log, surviveUncaught: false });
    await get(server, { path: "/api/post/7?throw=1", headers: { "X-Own": "1" } });
    expect(seen).toEqual([
      "route",
      [
        new Error("broken"),
        {
          path: "/api/post/7?throw=1",
          method: "GET",
          headers: expect.objectContaining({ "x-own": "1", "x-forwarded-proto": "http" }),
        },
        {
          routerKind: "Pages Router",
          routePath: "/api/post/[pid]",
          routeType: "route",
          revalidateReason: undefined,
        },
      ],
    ]);
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("is told of a throw after the answer, and of a refused body, but not of a 404", async () => {
    const { name, seen } = shared();
    const files = { "instrumentation.ts": REPORT(name), "pages/api/test.ts": ROUTE(name) };
    const { server } = await started(await project(files));
    await get(server, { path: "/api/none" });
    await get(server, { path: "/api/test" });
    expect(seen).toEqual(["route"]);
    await get(server, { path: "/api/test?late=1" });
    const refused = { method: "POST", headers: { "Content-Type": "application/json; charset=x" } } as const;
    expect((await get(server, refused)).status).toBe(400);
    const errors = seen.slice(1).map((args) => (args as [Error])[0].message);
    expect(errors).toEqual(["late", "Invalid body"]);
  });

  it("is the one of the file as it is now, in development", async () => {
    const { name, seen } = shared();
    const files = { "instrumentation.ts": REPORT(name), "pages/api/test.ts": ROUTE(name) };
    const dir = await project(files);
    const { server } = await started(dir, true);
    await get(server, { path: "/api/test?throw=1" });
    expect(seen).toHaveLength(2);
    await rm(join(dir, "instrumentation.ts"));
    await get(server, { path: "/api/test?throw=1" });
    expect(seen).toHaveLength(2);
  });

  it("does not hold the answer back, and does no harm when it fails, which is logged", async () => {
    const { name, seen } = shared();
    const held = gate();
    (globalThis as Record<string, unknown>)[`${name}Held`] = held.opened;
    const files = {
      "instrumentation.ts": `export async function onRequestError() {
        await (globalThis as any).${name}Held;
        throw new Error("no reporter");
      }`,
      "pages/api/test.ts": ROUTE(name),
    };
    const { server, log } = await started(await project(files));
    const { status, text } = await get(server, { path: "/api/test?throw=1" });
    expect([status, text]).toEqual([500, "Internal Server Error"]);
    expect(log.errors).toEqual([new Error("broken")]);
    held.open();
    await expect.poll(() => log.errors).toEqual([new Error("broken"), new Error("no reporter")]);
    expect(seen).toEqual(["route"]);
  });
});

it("is not looked for where routes are given", async () => {
  const { name, seen } = shared();
  const dir = await project({ "instrumentation.ts": REGISTER(name) });
  const { server } = await serve(owned, (_req, res) => res.end("fine"), { dir });
  expect((await get(server)).text).toBe("fine");
  expect(seen).toEqual([]);
});

const PRINTING = {
  "instrumentation.ts": `
    export const register = () => console.log("registered in", process.env.NODE_ENV);
    export const onRequestError = (error: any) => console.log("told of", error.message);`,
  "pages/api/test.ts": 'export default () => { throw new Error("broken"); };',
};

describe("the command line", () => {
  it.each([
    ["dev", "development"],
    ["start", "production"],
  ])("%s runs instrumentation.ts", async (command, mode) => {
    const dir = await project(PRINTING);
    const { url, prints, child, ended } = await serving([CLI, command], { cwd: dir });
    expect((await fetch(`${url}/api/test`)).status).toBe(500);
    await prints(/told of broken/);
    child.kill("SIGTERM");
    expect((await ended).out).toContain(`registered in ${mode}`);
  });

  it("build takes it along: the sources are not needed", async () => {
    const dir = await project(PRINTING);
    const built = await run([CLI, "build"], { cwd: dir });
    expect(built).toMatchObject({ code: 0, out: expect.stringContaining("built 1 route,") });
    const fresh = await serving([CLI, "start"], { cwd: dir });
    fresh.child.kill("SIGTERM");
    expect((await fresh.ended).err).toBe("");
    await rm(join(dir, "instrumentation.ts"));
    await rm(join(dir, "pages"), { recursive: true });
    const { url, prints, child, ended } = await serving([CLI, "start"], { cwd: dir });
    expect((await fetch(`${url}/api/test`)).status).toBe(500);
    await prints(/told of broken/);
    child.kill("SIGTERM");
    const { out, err } = await ended;
    expect(out).toContain("registered in production");
    expect(err).toMatch(/^Error: broken\n/);
  });
});
