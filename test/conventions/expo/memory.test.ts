import { describe, expect, it, onTestFinished } from "vitest";
import { type ApiFetch, createFetch } from "../../../src/index.ts";
import { inject, type InjectResponse, testServer } from "../../../src/testing/index.ts";
import { keepLog, project } from "../../support/hosts.ts";

/** An Expo project, called in memory: by `inject` of the testing kit, and by `createFetch`. */
const FILES = {
  "app.json": `{ "expo": { "plugins": [["expo-router", {
    "unstable_useServerMiddleware": true,
    "headers": { "X-Site": "yes" },
    "redirects": [{ "source": "/old", "destination": "/posts/1" }]
  }]] } }`,
  "app/+middleware.ts": `
    export const unstable_settings = { matcher: { patterns: ["/admin/[...path]"] } };
    export default (request) => {
      if (!request.headers.get("authorization")) return new Response("who?", { status: 401 });
    };`,
  "app/admin/users+api.ts": "export const GET = () => Response.json(['ann']);",
  "app/posts/[id]+api.ts": `
    import { setResponseHeaders, StatusError } from "expo-server";
    export function GET(request, { id }) {
      if (id === "0") throw new StatusError(404, { error: "no post", id });
      setResponseHeaders({ "X-Post": id });
      return Response.json({ id, url: request.url });
    }
    export async function POST(request, { id }) {
      return Response.json({ id, body: await request.json() }, { status: 201, headers: { "Set-Cookie": "a=1" } });
    }
    export function DELETE() {
      throw new Response(null, { status: 204 });
    }`,
  "app/docs/[...path]+api.ts": "export const GET = (_request, { path }) => Response.json({ path });",
  "app/stream+api.ts": `
    export function GET() {
      const body = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode("tick "));
        },
        cancel() {
          globalThis.streamIsLeft();
        },
      });
      return new Response(body, { headers: { "Content-Type": "text/plain" } });
    }`,
  "app/fails+api.ts": "export const GET = () => { throw new Error('secret'); };",
};

async function fetchOf(): Promise<ApiFetch> {
  const fetch = createFetch({ dir: await project(FILES), dev: false, logger: keepLog() });
  onTestFinished(async () => void (await fetch.close()));
  await fetch.ready();
  return fetch;
}

describe("inject", () => {
  it("sends params, a body, headers and methods to API routes", async () => {
    const server = testServer({ dir: await project(FILES), logger: keepLog() });
    const ask = (method: string, url: string, more = {}): Promise<InjectResponse> =>
      inject(server, { method, url, ...more });

    const got = await ask("GET", "/posts/a%20b?x=1", { authority: "api.test" });
    expect([got.statusCode, got.headers["x-post"], got.headers["x-site"]]).toEqual([200, "a%20b", "yes"]);
    expect(got.json()).toEqual({ id: "a%20b", url: "http://api.test/posts/a%20b?x=1" });
    const posted = await ask("POST", "/posts/1", { payload: { title: "one" } });
    expect([posted.statusCode, posted.json(), posted.cookies]).toEqual([
      201,
      { id: "1", body: { title: "one" } },
      [{ name: "a", value: "1" }],
    ]);
    expect((await ask("DELETE", "/posts/1")).statusCode).toBe(204);
    const refused = await ask("PATCH", "/posts/1");
    expect([refused.statusCode, refused.payload, refused.headers["allow"]]).toEqual([
      405,
      "Method not allowed",
      "DELETE, GET, POST",
    ]);
  });

  it("passes the middleware, the rules of the app config and thrown errors", async () => {
    const server = testServer({ dir: await project(FILES), logger: keepLog() });
    expect(await inject(server, { url: "/admin/users" })).toMatchObject({ statusCode: 401, payload: "who?" });
    const authorization = "Bearer x";
    expect((await inject(server, { url: "/admin/users", headers: { authorization } })).json()).toEqual([
      "ann",
    ]);
    const moved = await inject(server, { url: "/old" });
    expect([moved.statusCode, moved.headers["location"]]).toEqual([302, "/posts/1"]);
    const missing = await inject(server, { url: "/posts/0" });
    expect([missing.statusCode, missing.json()]).toEqual([404, { error: "no post", id: "0" }]);
    expect(await inject(server, { url: "/fails" })).toMatchObject({
      statusCode: 500,
      payload: "Internal server error",
    });
  });
});

describe("createFetch", () => {
  it("answers a Request by the API routes", async () => {
    const fetch = await fetchOf();
    const got = await fetch(new Request("https://api.test/posts/7?x=1"));
    expect([got.status, got.headers.get("x-post"), got.headers.get("x-site")]).toEqual([200, "7", "yes"]);
    expect(await got.json()).toEqual({ id: "7", url: "https://api.test/posts/7?x=1" });
    const body = JSON.stringify({ title: "one" });
    const posted = await fetch(new Request("https://api.test/posts/7", { method: "POST", body }));
    expect([posted.status, posted.headers.getSetCookie(), await posted.json()]).toEqual([
      201,
      ["a=1"],
      { id: "7", body: { title: "one" } },
    ]);
    expect(await (await fetch(new Request("https://api.test/docs"))).json()).toEqual({});
    expect(await (await fetch(new Request("https://api.test/docs/a/b/"))).json()).toEqual({ path: "a/b" });
    expect((await fetch(new Request("https://api.test/posts/7", { method: "HEAD" }))).status).toBe(405);
    expect((await fetch(new Request("https://api.test/admin/users"))).status).toBe(401);
    const failed = await fetch(new Request("https://api.test/fails"));
    expect([failed.status, await failed.text()]).toEqual([500, "Internal server error"]);
  });

  it("streams an answer that has no end, and ends it when the caller leaves", async () => {
    const fetch = await fetchOf();
    const left = new Promise<void>((resolve) => Object.assign(globalThis, { streamIsLeft: resolve }));
    const { body } = await fetch(new Request("https://api.test/stream"));
    const reader = body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toMatch(/^tick /);
    await reader.cancel();
    await left;
  });
});
