import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { get, open, post, Reader } from "./client.ts";

const authorization = "ada";

function input(value: unknown): string {
  return `input=${encodeURIComponent(JSON.stringify(value))}`;
}

describe("@trpc/server", () => {
  const path = "/api/trpc";

  it("answers a query", async () => {
    const response = await get(`${path}/hello?${input({ text: "Ada" })}`, { headers: { authorization } });
    expect(await response.json()).toEqual({ result: { data: { greeting: "hello Ada", user: "ada" } } });
  });

  it("runs a mutation", async () => {
    const response = await post(`${path}/add`, { a: 1, b: 2 }, { authorization });
    expect(await response.json()).toEqual({ result: { data: 3 } });
  });

  it("answers a batch, each part for itself", async () => {
    const inputs = { 0: { text: "a" }, 1: { text: 1 } };
    const response = await get(`${path}/hello,hello?batch=1&${input(inputs)}`);
    expect(response.status).toBe(207);
    const [first, second] = (await response.json()) as any[];
    expect(first).toEqual({ result: { data: { greeting: "hello a", user: null } } });
    expect(second.error.data).toMatchObject({ code: "BAD_REQUEST", httpStatus: 400, path: "hello" });
  });

  it("streams a batch part by part", async () => {
    const headers = { "trpc-accept": "application/jsonl" };
    const inputs = { 0: { text: "a" }, 1: { text: "b" } };
    const response = await get(`${path}/hello,hello?batch=1&${input(inputs)}`, { headers });
    expect(response.headers.get("transfer-encoding")).toBe("chunked");
    const text = await response.text();
    expect([text.includes("hello a"), text.includes("hello b")]).toEqual([true, true]);
  });

  it("answers errors with their status", async () => {
    expect((await post(`${path}/add`, { a: 1, b: 2 })).status).toBe(401);
    expect((await post(`${path}/add`, { a: "x" }, { authorization })).status).toBe(400);
    expect((await get(`${path}/nothing`)).status).toBe(404);
  });

  it("sends a subscription's events as they happen (SSE)", async () => {
    const gate = randomUUID();
    const headers = { accept: "text/event-stream" };
    const response = await get(`${path}/count?${input({ to: 2, gate })}`, { headers });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = new Reader(response);
    expect(await events.until('{"i":1}')).not.toContain('{"i":2}');
    await open(gate);
    expect(await events.until('{"i":2}')).not.toContain("event: return");
    await open(gate);
    expect(await events.rest()).toContain("event: return");
  });
});

describe("@apollo/server, @as-integrations/next", () => {
  const path = "/api/apollo/graphql";

  it("answers a query, with a context made of the request", async () => {
    const query = "query Q($n: String) { hello(name: $n) me }";
    const response = await post(path, { query, variables: { n: "Ada" } }, { authorization });
    expect(await response.json()).toEqual({ data: { hello: "Hello Ada!", me: "ada" } });
  });

  it("answers a query in the URL, and a mutation", async () => {
    const headers = { "apollo-require-preflight": "1" };
    const url = await get(`${path}?query=${encodeURIComponent("{ hello }")}`, { headers });
    expect(await url.json()).toEqual({ data: { hello: "Hello world!" } });
    const mutation = await post(path, { query: "mutation { double(n: 21) }" });
    expect(await mutation.json()).toEqual({ data: { double: 42 } });
  });

  it("answers a query that is wrong with 400", async () => {
    const response = await post(path, { query: "{ nothing }" });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
    });
  });

  it("refuses requests that a foreign page could send", async () => {
    expect((await get(`${path}?query=${encodeURIComponent("{ hello }")}`)).status).toBe(400);
  });
});

describe("graphql-yoga", () => {
  const path = "/api/graphql-yoga";

  it("answers a query", async () => {
    const response = await post(path, { query: '{ greetings(name: "Ada") }' });
    expect(await response.json()).toEqual({ data: { greetings: "Hello Ada" } });
  });

  it("takes a multipart request", async () => {
    const body = new FormData();
    body.set("operations", JSON.stringify({ query: "{ greetings }" }));
    body.set("map", "{}");
    const response = await get(path, { method: "POST", body });
    expect(await response.json()).toEqual({ data: { greetings: "Hello you" } });
  });

  it("shows GraphiQL to a browser", async () => {
    const response = await get(path, { headers: { accept: "text/html" } });
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain("<title>Yoga GraphiQL</title>");
  });

  it("sends a subscription's events as they happen (SSE)", async () => {
    const gate = randomUUID();
    const query = `subscription { countdown(from: 1, gate: "${gate}") }`;
    const response = await post(path, { query }, { accept: "text/event-stream" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = new Reader(response);
    expect(await events.until('"countdown":1')).not.toContain('"countdown":0');
    await open(gate);
    expect(await events.until('"countdown":0')).not.toContain("event: complete");
    await open(gate);
    expect(await events.rest()).toContain("event: complete");
  });
});

describe("@ts-rest/next", () => {
  const path = "/api/ts-rest/posts";

  it("routes by its contract, with params, query and body", async () => {
    expect(await (await get(`${path}/7?take=3`)).json()).toEqual({ id: "7", take: 3 });
    const created = await post(path, { title: "Notes" });
    expect([created.status, await created.json()]).toEqual([201, { id: "1", title: "Notes" }]);
    expect((await get(`${path}/0`)).status).toBe(404);
  });

  it("refuses a body against the contract, and a path that it has not", async () => {
    const refused = await post(path, { title: "N" });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ name: "ZodError" }),
    ]);
    expect((await get("/api/ts-rest/nothing")).status).toBe(404);
  });
});
