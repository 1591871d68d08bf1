import { tracingChannel } from "node:diagnostics_channel";
import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer, type ServerOptions } from "../../src/index.ts";
import { keepLog, listen, project } from "../support/hosts.ts";

// What the server does for node endpoints it does for those that take a Request and give a Response too.

interface Seen {
  reports?: unknown[][];
  work?: () => void;
  answer?: () => void;
}

/** What routes leave for the tests: they run in this very process. */
const seen = ((globalThis as { webServices?: Seen }).webServices ??= {});

const BODY = `{
  const { searchParams } = new URL(request.url);
  if (searchParams.has("throw")) throw new Error("broken");
  if (searchParams.has("long")) await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
  if (searchParams.has("held")) await new Promise((resolve) => (globalThis.webServices.answer = resolve));
  return new Response("answered " + (await request.text()));
}`;

const HANDLER = `
  import { after } from "next/server";
  export const maxDuration = 60;
  export async function POST(request) ${BODY}
  export async function PUT(request) {
    after(() => new Promise((resolve) => (globalThis.webServices.work = resolve)));
    return new Response("answered");
  }`;

const EDGE = `
  export const config = { runtime: "edge", maxDuration: 60 };
  export default async function handler(request, event) {
    if (request.method === "PUT") {
      event.waitUntil(new Promise((resolve) => (globalThis.webServices.work = resolve)));
      return new Response("answered");
    }
    ${BODY}
  }`;

const FILES: Record<string, string> = {
  "package.json": '{ "type": "module" }',
  "app/handler/[id]/route.js": HANDLER,
  "pages/api/edge/[id].js": EDGE,
  "instrumentation.js": `
    export function onRequestError(...args) { (globalThis.webServices.reports ??= []).push(args); }`,
};

async function started(options: ServerOptions = {}) {
  for (const name of Object.keys(seen)) delete seen[name as keyof Seen];
  const log = keepLog();
  const server = createServer({ dir: await project(FILES), dev: false, logger: log, ...options });
  await server.ready();
  return { server: await listen(server), log };
}

describe.each([
  { name: "a Route Handler", path: "/handler/7", route: "/handler/[id]", file: "app/handler/[id]/route.js" },
  { name: "an edge API route", path: "/api/edge/7", route: "/api/edge/[id]", file: "pages/api/edge/[id].js" },
])("$name", ({ path, route, file }) => {
  it("has a line in the access log, with its route", async () => {
    const lines: Record<string, unknown>[] = [];
    const write = (line: object): void => void lines.push(line as Record<string, unknown>);
    const { server } = await started({ accessLog: { info: write, error: write } as never });
    await request(server).post(path).send("a").expect(200, "answered a");
    await request(server).post(`${path}?throw`).expect(500);
    await expect.poll(() => lines.length).toBeGreaterThanOrEqual(2);
    const found = lines.filter((line) => "status" in line || "res" in line);
    expect(found[0]).toMatchObject({ method: "POST", url: path, route, status: 200 });
    expect(found.at(-1)).toMatchObject({ route, status: 500 });
  });

  it("has its channels", async () => {
    const events: string[] = [];
    const traces: { route?: string; error?: unknown }[] = [];
    const add = (event: string) => (trace: object) => {
      events.push(event);
      traces.push(trace);
    };
    const channel = tracingChannel("pages-api:route");
    const names = ["start", "end", "asyncStart", "asyncEnd", "error"];
    const subscribers = Object.fromEntries(names.map((name) => [name, add(name)])) as never;
    channel.subscribe(subscribers);
    onTestFinished(() => {
      channel.unsubscribe(subscribers);
    });
    const { server } = await started();
    await request(server).post(path).expect(200);
    expect(events).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
    expect(traces[0]).toMatchObject({ route });
    await request(server).post(`${path}?throw`).expect(500);
    expect(traces.at(-1)?.error).toMatchObject({ message: "broken" });
  });

  it("has its errors reported to onError and onRequestError", async () => {
    const errors: unknown[] = [];
    const { server } = await started({
      onError: (error, { res }) => {
        errors.push(error);
        res.statusCode = 503;
        res.end("sorry");
      },
    });
    await request(server).post(`${path}?throw`).expect(503, "sorry");
    expect(errors).toMatchObject([{ message: "broken" }]);
    await expect.poll(() => seen.reports).toHaveLength(1);
    const [error, asked, context] = seen.reports![0] as [Error, object, object];
    expect(error.message).toBe("broken");
    expect(asked).toMatchObject({ path: `${path}?throw`, method: "POST" });
    expect(context).toMatchObject({ routePath: expect.stringContaining("[id]") });
  });

  it("is answered 504 after its maxDuration", async () => {
    const short = { [file]: FILES[file]!.replace("60", "0.05") };
    const { server } = await started({ dir: await project({ ...FILES, ...short }) });
    await request(server).post(`${path}?long`).expect(504);
  });

  it.each([
    ["for all", { webBodyLimit: 10 }],
    ["for its route", { webBodyLimit: { default: "1mb", [route]: 10 } }],
  ])("refuses a body beyond webBodyLimit %s with 413", async (_, options) => {
    const { server } = await started(options);
    await request(server).post(path).send("0123456789").expect(200);
    await request(server).post(path).send("0123456789+").expect(413);
  });

  it("has no limit by default", async () => {
    const { server } = await started();
    const body = "x".repeat(5_000_000);
    const response = await request(server).post(path).type("text/plain").send(body).expect(200);
    expect(response.text).toHaveLength("answered ".length + body.length);
  });

  it("may leave work behind its answer, which the end of the server waits for", async () => {
    const { server } = await started();
    await request(server).put(path).expect(200, "answered");
    await expect.poll(() => seen.work).toBeTypeOf("function");
    let isOver = false;
    const over = server.shutdown().then(() => (isOver = true));
    await once(server, "close");
    expect(isOver).toBe(false);
    seen.work!();
    await over;
  });

  it("is drained: a call that runs is answered while readiness says no", async () => {
    const { server } = await started({ health: true });
    await request(server).get("/readyz").expect(200);
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    let said = "";
    socket.on("data", (data: Buffer) => (said += data.toString()));
    socket.write(`POST ${path}?held HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`);
    await expect.poll(() => seen.answer).toBeTypeOf("function");
    const probe = connect(port, "127.0.0.1");
    let probed = "";
    probe.on("data", (data: Buffer) => (probed += data.toString()));
    await once(probe, "connect");
    probe.write("GET /readyz HTTP/1.1\r\nHost: a\r\n");
    const over = server.shutdown();
    probe.write("\r\n");
    await expect.poll(() => probed).toMatch(/^HTTP\/1\.1 503 /);
    seen.answer!();
    await once(socket, "close");
    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*answered $/);
    await over;
  });
});
