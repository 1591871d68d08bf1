import { once } from "node:events";
import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createFetch } from "../../../src/index.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";

/** What the requests in test/parity/expo cannot show: time, the log, and code outside a request. */

describe("request.signal", () => {
  it("fires when the client leaves", async () => {
    const seen: Promise<string> = new Promise((resolve) =>
      Object.assign(globalThis, { clientLeft: resolve }),
    );
    const dir = await project({
      "app/wait+api.ts": `
        export async function POST(request) {
          const left = new Promise((resolve) => request.signal.addEventListener("abort", resolve));
          process.emit("expo-test-waits");
          await left;
          globalThis.clientLeft(request.signal.reason.name);
          return new Response();
        }`,
    });
    const server = await owned.start({ dir, dev: false });
    const { port } = server.address() as AddressInfo;
    const waits = once(process, "expo-test-waits");
    const client = ask({ port, host: "127.0.0.1", path: "/wait", method: "POST" }).on("error", () => {});
    client.end();
    await waits;
    client.destroy();
    expect(await seen).toBe("AbortError");
  });
});

describe("expo-server", () => {
  it("throws outside a request, and names the function", async () => {
    const names = ["origin", "environment", "requestHeaders", "runTask", "deferTask", "setResponseHeaders"];
    const dir = await project({
      "app/outside+api.ts": `
        import * as server from "expo-server";
        const texts = ${JSON.stringify(names)}.map((name) => {
          try {
            return server[name](async () => {});
          } catch (error) {
            return error.message;
          }
        });
        export const GET = () => Response.json(texts);`,
    });
    const server = await owned.start({ dir, dev: false });
    const { body } = await request(server).get("/outside").expect(200);
    for (const [index, name] of names.entries()) expect(body[index]).toMatch(`${name}() of "expo-server"`);
  });

  it("keeps the server until a task is done", async () => {
    const dir = await project({
      "app/task+api.ts": `
        import { deferTask, runTask } from "expo-server";
        const gate = new Promise((resolve) => (globalThis.openGate = resolve));
        const note = async (name) => void (await gate, globalThis.tasksDone.push(name));
        export function GET() {
          runTask(() => note("run"));
          deferTask(() => note("defer"));
          return new Response("answered");
        }`,
    });
    const done: string[] = [];
    Object.assign(globalThis, { tasksDone: done });
    const fetch = createFetch({ dir, dev: false });
    await fetch.ready();
    expect(await (await fetch(new Request("http://app.test/task"))).text()).toBe("answered");
    let closed = false;
    const closing = Promise.resolve(fetch.close()).then(() => (closed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([closed, done]).toEqual([false, []]);
    (globalThis as unknown as { openGate(): void }).openGate();
    await closing;
    expect(done.toSorted()).toEqual(["defer", "run"]);
  });

  it("says that the environment is null without NODE_ENV", async () => {
    const { NODE_ENV } = process.env;
    const dir = await project({
      "app/env+api.ts": `
        import { environment } from "expo-server";
        export const GET = () => Response.json({ environment: environment() });`,
    });
    const server = await owned.start({ dir, dev: false });
    delete process.env["NODE_ENV"];
    try {
      await request(server).get("/env").expect(200, { environment: null });
    } finally {
      process.env["NODE_ENV"] = NODE_ENV;
    }
  });
});

describe("two files for one route", () => {
  it.each([false, true])("are a warning, and one serves always (development: %s)", async (dev) => {
    const logger = keepLog();
    const dir = await project({
      "app/same+api.js": "export const GET = () => new Response('js');",
      "app/same+api.ts": "export const GET = () => new Response('ts');",
    });
    const server = await owned.start({ dir, dev, logger });
    await request(server).get("/same").expect(200, "ts");
    expect(logger.warnings.join("\n")).toMatch(/app\/same\+api\.(?:js|ts)[^]*app\/same\+api\.(?:js|ts)/);
  });
});
