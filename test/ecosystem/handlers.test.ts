import { createHmac, randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { asked, env, Reader } from "./client.ts";
import { PROJECT, type Running, startServer } from "./server.ts";

// Packages that take a Request and give a Response, in Route Handlers.
let server: Running | undefined;

beforeAll(async () => {
  server = await startServer(join(PROJECT, "handlers"), { ...env, UPSTREAM: inject("upstream") });
});
afterAll(() => server?.stop());

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server?.origin}${path}`, { signal: AbortSignal.timeout(15_000), ...init });
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return get(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

describe("@trpc/server", () => {
  it("in a Route Handler, answers queries, mutations and what its schema refuses", async () => {
    const input = encodeURIComponent(JSON.stringify({ text: "Ada" }));
    const query = await get(`/trpc/hello?input=${input}`, { headers: { authorization: "me" } });
    expect(await query.json()).toEqual({ result: { data: { greeting: "hello Ada", user: "me" } } });
    expect(await (await post("/trpc/add", { a: 1, b: 2 })).json()).toEqual({ result: { data: 3 } });
    expect((await post("/trpc/add", { a: "1" })).status).toBe(400);
  });
});

describe("hono", () => {
  it("in a Route Handler, handles all below an optional catch-all", async () => {
    const hello = await get("/hono/hello/Ada?q=1");
    expect(await hello.json()).toEqual({ name: "Ada", query: "1" });
    expect(hello.headers.getSetCookie()).toEqual(["seen=1; Path=/"]);
    const echo = await post("/hono/echo", "text");
    expect([echo.status, await echo.text()]).toEqual([201, "text"]);
    expect((await get("/hono/none")).status).toBe(404);
  });
});

describe("graphql-yoga", () => {
  it("in a Route Handler, answers a query, and an error of one", async () => {
    const answer = await post("/graphql", { query: '{ greetings(name: "Ada") }' });
    expect(await answer.json()).toEqual({ data: { greetings: "Hello Ada" } });
    expect(await (await post("/graphql", { query: "{ none }" })).json()).toHaveProperty("errors");
  });
});

describe("ai", () => {
  it("in a Route Handler, sends each event of a UI message stream as it happens", async () => {
    const gate = randomUUID();
    const open = () => get("/chat", { method: "PUT", body: gate });
    const messages = [{ id: "1", role: "user", parts: [{ type: "text", text: "count" }] }];
    const response = await post("/chat", { messages, gate }, { "accept-encoding": "gzip" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = new Reader(response);
    expect(await events.until('"delta":"one "')).not.toContain("two");
    await open();
    expect(await events.until('"delta":"two "')).not.toContain("three");
    await open();
    await events.until('"delta":"three"');
    await open();
    expect(await events.rest()).toMatch(/data: \[DONE\]\n\n$/);
  });
});

const PAYLOAD = '{ "id":"evt_1",  "object":"event", "type": "invoice.paid","note":"ünï" }';
const TAMPERED = PAYLOAD.replace("paid", "void");

describe("stripe", () => {
  it("in a Route Handler, verifies a webhook over request.text(), to the byte", async () => {
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", "whsec_test").update(`${time}.${PAYLOAD}`).digest("hex");
    const headers = { "stripe-signature": `t=${time},v1=${signature}` };
    expect(await (await post("/stripe", PAYLOAD, headers)).json()).toEqual({ type: "invoice.paid" });
    expect((await post("/stripe", TAMPERED, headers)).status).toBe(400);
  });
});

describe("svix", () => {
  it("in a Route Handler, verifies a webhook with the headers of next/headers", async () => {
    const time = String(Math.floor(Date.now() / 1000));
    const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
    const signature = createHmac("sha256", secret).update(`msg_1.${time}.${PAYLOAD}`).digest("base64");
    const headers = { "svix-id": "msg_1", "svix-timestamp": time, "svix-signature": `v1,${signature}` };
    expect(await (await post("/svix", PAYLOAD, headers)).json()).toEqual({ type: "invoice.paid" });
    expect((await post("/svix", TAMPERED, headers)).status).toBe(400);
  });
});

describe("zod", () => {
  it("in a Route Handler, checks a body in a wrapper", async () => {
    expect(await (await post("/zod", { name: "Ada" })).json()).toEqual({ name: "Ada" });
    expect((await post("/zod", { name: 1 })).status).toBe(400);
  });
});

describe("next-zod-route", () => {
  it("in a Route Handler, checks params, query and body", async () => {
    const answer = await post("/next-zod-route/7?draft=yes", { name: "Ada" });
    expect([answer.status, await answer.json()]).toEqual([200, { id: 7, draft: "yes", name: "Ada" }]);
    expect((await post("/next-zod-route/7?draft=maybe", { name: "Ada" })).status).toBe(400);
    expect((await post("/next-zod-route/x?draft=yes", { name: "Ada" })).status).toBe(400);
  });
});

describe("@apollo/server, @as-integrations/next", () => {
  it("in a Route Handler, answers queries of GET and POST, with a context made of the request", async () => {
    const answer = await post("/apollo", { query: "{ hello me }" }, { authorization: "ada" });
    expect(await answer.json()).toEqual({ data: { hello: "Hello world!", me: "ada" } });
    const headers = { "apollo-require-preflight": "1" };
    const query = await get(`/apollo?query=${encodeURIComponent('{ hello(name: "Eve") }')}`, { headers });
    expect(await query.json()).toEqual({ data: { hello: "Hello Eve!" } });
    expect((await post("/apollo", { query: "{ none }" })).status).toBe(400);
  });
});

describe("@modelcontextprotocol/sdk", () => {
  const headers = { accept: "application/json, text/event-stream" };
  const call = (method: string, params: object) =>
    post("/mcp", { jsonrpc: "2.0", id: 1, method, params }, headers);

  /** The message of an event stream with one event. */
  async function message(response: Response): Promise<unknown> {
    const line = (await response.text()).split("\n").find((each) => each.startsWith("data: {"));
    return JSON.parse(line!.slice(6));
  }

  it("in a Route Handler, lists tools and calls one, over its transport for Request and Response", async () => {
    const list = await call("tools/list", {});
    expect(list.headers.get("content-type")).toBe("text/event-stream");
    expect(await message(list)).toMatchObject({ result: { tools: [{ name: "add" }] } });
    const sum = await call("tools/call", { name: "add", arguments: { a: 1, b: 2 } });
    expect(await message(sum)).toMatchObject({ result: { content: [{ type: "text", text: "3" }] } });
  });

  it("in a Route Handler, refuses an invalid message", async () => {
    expect((await post("/mcp", "{", headers)).status).toBe(400);
    expect((await post("/mcp", {}, { accept: "text/plain" })).status).toBe(406);
  });
});

describe("inngest", () => {
  it("in a Route Handler, describes itself, registers its functions and runs a step", async () => {
    expect(await (await get("/inngest")).json()).toMatchObject({ function_count: 1, mode: "dev" });
    expect((await get("/inngest", { method: "PUT" })).status).toBe(200);
    const registered = (await asked("/fn/register")).map(({ body }) => JSON.parse(body).appName);
    expect(registered).toContain("web");
    const event = { name: "shop/hello", data: { name: "Ada" }, id: "e", ts: 1 };
    const ctx = { attempt: 0, run_id: "r", stack: { current: 0, stack: [] } };
    const run = { ctx, event, events: [event], steps: {}, use_api: false, version: 1 };
    const step = await post("/inngest?fnId=web-hello&stepId=step", run);
    expect([step.status, await step.json()]).toMatchObject([206, [{ op: "StepRun", data: "Hello Ada" }]]);
  });
});

describe("uploadthing", () => {
  const files = { files: [{ name: "face.png", size: 1000, type: "image/png" }] };
  const named = { "x-uploadthing-package": "test", "x-uploadthing-version": "7.7.4" };
  const action = "/uploadthing?actionType=upload&slug=imageUploader";

  it("in a Route Handler, tells its routes, signs upload URLs, and refuses others", async () => {
    expect(await (await get("/uploadthing")).json()).toMatchObject([{ slug: "imageUploader" }]);
    const signed = await post(action, files, { ...named, authorization: "ada" });
    expect([signed.status, await signed.json()]).toMatchObject([200, [{ name: "face.png" }]]);
    expect((await post(action, files, named)).status).toBe(403);
  });
});

describe("@vercel/og", () => {
  /** Type, width and height of a PNG (its header is the first chunk). */
  async function sizeOf(response: Response): Promise<unknown> {
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    return [response.headers.get("content-type"), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  }

  it("in a Route Handler, draws by ImageResponse of next/og, and for opengraph-image.tsx", async () => {
    const drawn = await get("/og?title=Hello");
    expect([drawn.status, drawn.headers.get("x-drawn")]).toEqual([200, "yes"]);
    expect(await sizeOf(drawn)).toEqual(["image/png", 600, 315]);
    const other = await get("/og/Ada/opengraph-image");
    expect(await sizeOf(other)).toEqual(["image/png", 400, 200]);
  });
});
