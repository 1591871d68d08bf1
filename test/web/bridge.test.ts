import { type IncomingMessage, request as send, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import request from "supertest";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepLog, owned, project } from "../support/hosts.ts";

/** What routes leave for the tests: they run in this very process. */
const seen = ((globalThis as { bridgeSeen?: Record<string, unknown> }).bridgeSeen ??= {});

const FILES = {
  "app/echo/route.js": `
    export async function POST(request) {
      return new Response(request.body, { headers: { "content-type": "application/octet-stream" } });
    }`,
  "app/slow/route.js": `
    export async function POST(request) {
      const reader = request.body.getReader();
      globalThis.bridgeSeen.read = () => reader.read();
      await new Promise((resolve) => (globalThis.bridgeSeen.release = resolve));
      reader.releaseLock();
      return new Response("done");
    }`,
  "app/endless/route.js": `
    export function GET() {
      let pulled = 0;
      return new Response(new ReadableStream({
        pull(controller) {
          pulled += 1;
          globalThis.bridgeSeen.pulled = pulled;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
        cancel(reason) { globalThis.bridgeSeen.cancelled = reason; },
      }));
    }`,
  "app/signal/route.js": `
    export async function POST(request) {
      const text = await request.text();
      globalThis.bridgeSeen.text = text;
      await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      globalThis.bridgeSeen.reason = request.signal.reason;
      return new Response("too late");
    }`,
  "app/events/route.js": `
    export function GET() {
      return new Response(new ReadableStream({
        start(controller) {
          globalThis.bridgeSeen.event = (text) => controller.enqueue(new TextEncoder().encode(text));
          globalThis.bridgeSeen.close = () => controller.close();
        },
      }), { headers: { "content-type": "text/event-stream" } });
    }`,
  "app/copies/route.js": `
    export async function POST(request) {
      const copy = request.clone();
      const other = new Request(request, { headers: { "x-a": "1" } });
      return Response.json([await copy.text(), await other.text(), other.headers.get("x-a"), request instanceof Request]);
    }`,
  "app/forward/route.js": `
    export async function POST(request) {
      const target = new URL(request.url);
      target.pathname = "/echo";
      return fetch(new Request(target, request));
    }`,
  "app/late/route.js": `
    export async function GET(request) {
      const url = new URL("/count", request.url);
      const response = await fetch(new Request(url, { headers: request.headers, signal: request.signal }));
      return new Response(response.body, response);
    }`,
  "app/count/route.js": `export const GET = (request) => Response.json({ agent: request.headers.get("user-agent") });`,
  "app/form/route.js": `
    export async function POST(request) {
      const form = await request.formData();
      const file = form.get("file");
      return Response.json([form.get("name"), file.name, file.type, await file.text()]);
    }`,
  "app/json/route.js": `export const POST = async (request) => Response.json(await request.json());`,
  "app/stream/route.js": `
    export async function POST(request) {
      let size = 0;
      for await (const chunk of request.body) size += chunk.byteLength;
      return Response.json({ size });
    }`,
  "app/unread/route.js": `export const POST = () => new Response("unread");`,
  "app/partly/route.js": `
    export async function POST(request) {
      const reader = request.body.getReader();
      await reader.read();
      return new Response("partly");
    }`,
  "app/bodies/route.js": `
    export function GET(request) {
      const form = new FormData();
      form.append("a", "1");
      const bodies = {
        text: "té", bytes: new Uint8Array([1, 2]), buffer: new ArrayBuffer(3), blob: new Blob(["four"]),
        params: new URLSearchParams({ a: "1" }), form, none: null,
      };
      return new Response(bodies[request.nextUrl.searchParams.get("kind")]);
    }`,
  "app/late-failure/route.js": `
    export function GET() {
      let sent = false;
      return new Response(new ReadableStream({
        pull(controller) {
          if (sent) controller.error(new Error("expected"));
          else controller.enqueue(new Uint8Array(70_000));
          sent = true;
        },
      }));
    }`,
  "app/duration/route.js": `
    export const maxDuration = 0.05;
    export const GET = (request) => new Promise((resolve) => {
      request.signal.addEventListener("abort", () => (globalThis.bridgeSeen.timeout = request.signal.reason.name));
    });`,
};

let server: Server;
let port: number;

beforeEach(async () => {
  for (const name of Object.keys(seen)) delete seen[name];
  const dir = await project(FILES);
  const options = { dir, dev: false, logger: keepLog(), webBodyLimit: { "/json": 20, "/stream": "1kb" } };
  server = await owned.start(options);
  ({ port } = server.address() as AddressInfo);
});

const large = Buffer.alloc(3 * 1024 * 1024, 7);

describe("the body of a request", () => {
  it("is sent back as it comes, while it comes", async () => {
    const sending = send({ port, host: "127.0.0.1", path: "/echo", method: "POST" });
    sending.write("first");
    const response = await new Promise<IncomingMessage>((resolve) => sending.once("response", resolve));
    const [chunk] = (await new Promise((resolve) => response.once("data", (data) => resolve([data])))) as [
      Buffer,
    ];
    expect(String(chunk)).toBe("first");
    sending.end("second");
    let rest = "";
    for await (const data of response) rest += String(data);
    expect(rest).toBe("second");
  });

  it("holds the client back while nobody reads", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length * 20}\r\n\r\n`);
    await vi.waitFor(() => expect(seen["read"]).toBeTypeOf("function"));
    let accepted = 0;
    while (accepted < 20 && socket.write(large)) accepted += 1;
    for (; accepted < 20; accepted += 1) socket.write(large);
    // Most of 60 MB is still here.
    await vi.waitFor(() => expect(socket.writableLength).toBeGreaterThan(20 * 1024 * 1024));
    (seen["release"] as () => void)();
    socket.destroy();
  });

  it.each(["unread", "partly"])("that is %s leaves the connection usable", async (path) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (data) => (text += String(data)));
    socket.write(`POST /${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length}\r\n\r\n`);
    socket.write(large);
    socket.write("GET /count HTTP/1.1\r\nHost: a\r\nUser-Agent: second\r\n\r\n");
    await vi.waitFor(() => expect(text).toContain('{"agent":"second"}'));
    expect(text).toContain(path);
    socket.destroy();
  });

  it("can be copied, and read from each copy", async () => {
    await request(server).post("/copies").send("text").expect(200, ["text", "text", "1", true]);
  });

  it("goes on with a request that is passed to fetch", async () => {
    const { body } = await request(server)
      .post("/forward")
      .set("content-type", "text/x")
      .send("passed on")
      .buffer();
    expect(String(body)).toBe("passed on");
  });

  it("may be a form with a file", async () => {
    await request(server)
      .post("/form")
      .field("name", "a b")
      .attach("file", Buffer.from("text"), { filename: "é.txt", contentType: "text/plain" })
      .expect(200, ["a b", "é.txt", "text/plain", "text"]);
  });

  it("is refused with 413 beyond the route's limit, read whole or as a stream", async () => {
    await request(server).post("/json").send({ a: 1 }).expect(200, { a: 1 });
    await request(server)
      .post("/json")
      .send({ a: "x".repeat(50) })
      .expect(413);
    await request(server).post("/stream").send("x".repeat(1000)).expect(200, { size: 1000 });
    await request(server).post("/stream").send("x".repeat(2000)).expect(413);
    const chunked = "7D0\r\n" + "x".repeat(2000) + "\r\n0\r\n\r\n";
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`);
    const answer = await new Promise((resolve) => socket.once("data", resolve));
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });
});

describe("the signal of a request", () => {
  it("fires when the client leaves, after the body was read", async () => {
    const sending = send({ port, host: "127.0.0.1", path: "/signal", method: "POST" });
    sending.on("error", () => {});
    sending.end("the body");
    await vi.waitFor(() => expect(seen["text"]).toBe("the body"));
    sending.destroy();
    await vi.waitFor(() => expect(seen["reason"]).toMatchObject({ name: "AbortError" }));
  });

  it("fires when the time is up, which is answered 504", async () => {
    await request(server).get("/duration").expect(504);
    expect(seen["timeout"]).toBe("TimeoutError");
  });
});

describe("the body of a response", () => {
  it.each([
    ["text", "3"],
    ["bytes", "2"],
    ["buffer", "3"],
    ["blob", "4"],
    ["params", "3"],
    ["none", "0"],
  ])("of %s goes in one write with its length", async (kind, length) => {
    const { headers } = await request(server).get(`/bodies?kind=${kind}`).expect(200);
    expect(headers["content-length"]).toBe(length);
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  it("of a form has the form's own type", async () => {
    const { headers } = await request(server).get("/bodies?kind=form").expect(200);
    expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  });

  it("is read no faster than the client takes it, and cancelled when the client leaves", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.pause();
    await vi.waitFor(() => expect(seen["pulled"]).toBeGreaterThan(2));
    let last: unknown;
    await vi.waitFor(() => {
      const before = last;
      last = seen["pulled"];
      expect(last).toBe(before);
    });
    expect(seen["pulled"]).toBeLessThan(500);
    socket.destroy();
    await vi.waitFor(() => expect(seen["cancelled"]).toMatchObject({ name: "AbortError" }));
  });

  it("is cancelled for HEAD", async () => {
    await request(server).head("/endless").expect(200);
    expect(seen).toHaveProperty("cancelled");
  });

  it("that waits for its first event shows its header at once, and each event as it comes", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/events`, {
      headers: { "accept-encoding": "gzip" },
    });
    expect(response.headers.get("content-encoding")).toBeNull();
    const reader = response.body!.getReader();
    for (const text of ["data: 1\n\n", "data: 2\n\n"]) {
      (seen["event"] as (text: string) => void)(text);
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
      const { value } = await reader.read();
      expect(new TextDecoder().decode(value)).toBe(text);
    }
    (seen["close"] as () => void)();
    expect((await reader.read()).done).toBe(true);
  });

  it("that fails cuts the connection", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/late-failure`);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
  });

  it("of a fetch is passed on with its status and headers", async () => {
    const { headers, body } = await request(server).get("/late").set("user-agent", "me").expect(200);
    expect(body).toEqual({ agent: "me" });
    expect(headers["content-type"]).toBe("application/json");
  });
});
