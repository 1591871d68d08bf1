import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { asked } from "./client.ts";
import { PROJECT, type Running, startServer } from "./server.ts";

let server: Running | undefined;

beforeAll(async () => {
  const dsn = inject("upstream").replace("://", "://key@");
  server = await startServer(join(PROJECT, "aliased"), { SENTRY_DSN: `${dsn}/1` });
});
afterAll(() => server?.stop());

function get(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${server?.origin}${path}`, { signal: AbortSignal.timeout(15_000), ...init });
}

describe("pages-api-next", () => {
  it("is next to routes and packages alike", async () => {
    expect(await (await get("/api/stand-ins")).json()).toEqual({ hello: "Ada", same: true });
  });

  it("refuses what has no counterpart", async () => {
    expect((await get("/api/stand-ins?cookies")).status).toBe(500);
  });
});

describe("@sentry/nextjs", () => {
  /** What Sentry was sent as events whose text has this in it: the name of their route. */
  async function transactions(text: string): Promise<unknown[]> {
    const envelopes = (await asked("/api/1/envelope")).map(({ body }) => body.split("\n"));
    return envelopes
      .filter(([, header = ""]) => JSON.parse(header).type === "event")
      .map(([, , event = ""]) => event)
      .filter((event) => event.includes(text))
      .map((event) => JSON.parse(event).transaction as unknown);
  }

  it("wraps a handler, which answers as without it", async () => {
    const response = await get("/api/sentry/plain");
    expect([response.status, await response.json()]).toEqual([200, { id: "plain" }]);
  });

  it("reports messages and thrown errors under the route's name; an error is answered 500", async () => {
    expect((await get("/api/sentry/message?who=ada")).status).toBe(200);
    expect((await get("/api/sentry/fail?who=eve")).status).toBe(500);
    for (const text of ["seen ada", "failed for eve"])
      await expect.poll(() => transactions(text), { timeout: 10_000 }).toEqual(["GET /api/sentry/[id]"]);
  });
});

describe("next-api-decorators", () => {
  const json = { "content-type": "application/json" };
  const create = (body: unknown): RequestInit => ({
    method: "POST",
    headers: json,
    body: JSON.stringify(body),
  });

  it("routes to methods, with query, header and param", async () => {
    const list = await get("/api/users?skip=2", { headers: { "x-mine": "yes" } });
    expect([list.status, await list.json()]).toEqual([200, { skip: 2, mine: "yes" }]);
    expect(await (await get("/api/users/7")).json()).toEqual({ id: "7" });
  });

  it("validates a body by the types of its class", async () => {
    const created = await get("/api/users", create({ name: "Ada", age: 36 }));
    expect([created.status, await created.json()]).toEqual([
      201,
      { created: { name: "Ada", age: 36 }, isUser: true },
    ]);
    const refused = await get("/api/users", create({ name: "", age: "old" }));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ statusCode: 400, message: "name should not be empty" });
  });

  it("answers its exceptions and what it has no method for", async () => {
    const missing = await get("/api/users/0");
    expect([missing.status, await missing.json()]).toMatchObject([404, { message: "No such user" }]);
    expect((await get("/api/users/7", { method: "DELETE" })).status).toBe(401);
    const removed = await get("/api/users/7", { method: "DELETE", headers: { authorization: "ada" } });
    expect(await removed.json()).toEqual({ removed: "7" });
    expect((await get("/api/users", { method: "PATCH" })).status).toBe(404);
  });
});
