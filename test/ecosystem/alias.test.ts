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

  it("runs the config that withSentryConfig and withBundleAnalyzer have wrapped", async () => {
    const response = await get("/api/sentry/plain");
    expect([response.status, response.headers.get("x-by-config")]).toEqual([200, "yes"]);
  });

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

  it("wraps a Route Handler, whose errors are reported under its name", async () => {
    const plain = await get("/sentry/plain");
    expect([plain.status, await plain.json()]).toEqual([200, { id: "plain" }]);
    expect((await get("/sentry/message?who=joan")).status).toBe(200);
    const failed = await get("/sentry/fail?who=mary");
    expect([failed.status, await failed.text()]).toEqual([500, ""]);
    for (const text of ["route saw joan", "route failed for mary"])
      await expect.poll(() => transactions(text), { timeout: 10_000 }).toEqual(["GET /sentry/[id]"]);
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

/** A client that keeps cookies. */
class Client {
  readonly #cookies = new Map<string, string>();

  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, origin: server!.origin, ...(init.headers as Record<string, string>) };
    const response = await get(path, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const middle = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, middle), pair.slice(middle + 1));
    }
    return response;
  }

  post(path: string, body: object): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.get(path, { method: "POST", headers, body: JSON.stringify(body) });
  }
}

const nameOf = async (response: Response): Promise<unknown> => ((await response.json()) as any).name;

describe("next-auth-5", () => {
  async function signIn(client: Client, password: string): Promise<string | null> {
    const { csrfToken } = (await (await client.get("/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, username: "ada", password });
    const response = await client.get("/auth/callback/credentials", { method: "POST", body });
    return response.headers.get("location");
  }

  it("in Route Handlers, signs in; auth() and its wrapper know the user", async () => {
    const client = new Client();
    expect(await nameOf(await client.get("/me"))).toBeNull();
    expect(await signIn(client, "secret")).toBe(server!.origin);
    expect(await nameOf(await client.get("/me"))).toBe("ada");
    expect(await nameOf(await client.get("/me", { method: "POST" }))).toBe("ada");
    const session = await client.get("/auth/session");
    expect(await session.json()).toMatchObject({ user: { name: "ada" } });
  });

  it("in Route Handlers, refuses a wrong password, and renders its sign-in page", async () => {
    const client = new Client();
    expect(await signIn(client, "wrong")).toContain("error=CredentialsSignin");
    expect(await nameOf(await client.get("/me"))).toBeNull();
    expect(await (await client.get("/auth/signin")).text()).toContain('name="username"');
  });
});

describe("better-auth", () => {
  it("in a Route Handler, signs up, in and out; routes know the user", async () => {
    const client = new Client();
    const user = { email: "ada@example.com", password: "a long password", name: "Ada" };
    expect((await client.post("/better-auth/sign-up/email", user)).status).toBe(200);
    expect(await nameOf(await client.get("/better-auth-me"))).toBe("Ada");
    expect((await client.post("/better-auth/sign-out", {})).status).toBe(200);
    expect(await nameOf(await client.get("/better-auth-me"))).toBeNull();
    const wrong = { ...user, password: "another password" };
    expect((await client.post("/better-auth/sign-in/email", wrong)).status).toBe(401);
    // Its plugin nextCookies sets cookies by next/headers, as a package.
    expect(await nameOf(await client.post("/better-auth-me", user))).toBe("Ada");
    expect(await nameOf(await client.get("/better-auth-me"))).toBe("Ada");
  });
});
