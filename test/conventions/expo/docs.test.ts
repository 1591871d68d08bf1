import express from "express";
import { writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { createFetch, createHandler } from "../../../src/index.ts";
import { testServer } from "../../../src/testing/index.ts";
import { listen, owned, project } from "../../support/hosts.ts";

// The examples of "API Routes" in Expo's documentation, and of the RFC before it.
const FILES = {
  "app.json": '{ "expo": { "web": { "output": "server" }, "plugins": ["expo-router"] } }',
  "app/hello+api.ts": `
    export function GET(request: Request) {
      return Response.json({ hello: "world" });
    }`,
  "app/blog/[post]+api.ts": `
    export async function GET(request: Request, { post }: Record<string, string>) {
      return Response.json({ postId: post });
    }`,
  "app/validate+api.ts": `
    export async function POST(request: Request) {
      const body = await request.json();
      return Response.json({ received: body });
    }`,
  "app/endpoint+api.ts": `
    export async function GET(request: Request) {
      const url = new URL(request.url);
      const post = url.searchParams.get("post");
      return Response.json({ post });
    }`,
  "app/error+api.ts": `
    export async function GET(request: Request, { post }: Record<string, string>) {
      if (!post) {
        return new Response("No post found", { status: 404, headers: { "Content-Type": "text/plain" } });
      }
      return Response.json({ post });
    }`,
  "app/status+api.ts": `
    import { StatusError } from "expo-server";
    export function GET() {
      throw new StatusError(404, "No post found");
    }`,
  "app/legacy+api.ts": `
    import { Request, Response, ExpoRequest, ExpoResponse } from "expo-router/server";
    export function POST(req: Request): Response {
      return Response.json({ same: ExpoRequest === globalThis.Request && ExpoResponse === globalThis.Response });
    }`,
  "app/older+api.ts": `
    import { type RequestHandler } from "@expo/server";
    export const GET: RequestHandler = () => new Response("older");`,
  "app/runtime+api.ts": `
    import { deferTask, environment, origin, requestHeaders, runTask, setResponseHeaders } from "expo-server";
    declare const globalThis: { origin: string };
    export async function GET() {
      runTask(async () => {});
      deferTask(async () => {});
      setResponseHeaders({ "Cache-Control": "public, max-age=3600" });
      return Response.json([origin(), globalThis.origin, environment(), requestHeaders().get("x-test")]);
    }`,
};

describe("an example of Expo's documentation", () => {
  it("hello: answers JSON, and 405 to another method", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server).get("/hello").expect(200, { hello: "world" });
    const { headers } = await request(server).post("/hello").expect(405, "Method not allowed");
    expect(headers["allow"]).toBe("GET");
  });

  it("dynamic routes: gets params as the second argument", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server).get("/blog/a%20b").expect(200, { postId: "a%20b" });
  });

  it("request body: reads JSON", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server)
      .post("/validate")
      .send({ a: 1 })
      .expect(200, { received: { a: 1 } });
  });

  it("request query: reads the URL", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server).get("/endpoint?post=7").expect(200, { post: "7" });
  });

  it("error handling: answers with a status, thrown or returned", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server).get("/error").expect(404, "No post found");
    await request(server).get("/status").expect(404, "No post found");
    await request(server).get("/nowhere").expect(404, "Not found");
  });

  it("runtime: origin, environment, headers, tasks", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    const { body, headers } = await request(server)
      .get("/runtime")
      .set("Host", "api.test")
      .set("X-Test", "1");
    expect(body).toEqual(["http://api.test", "http://api.test", process.env["NODE_ENV"], "1"]);
    expect(headers["cache-control"]).toBe("public, max-age=3600");
  });

  it("older imports: expo-router/server and @expo/server", async () => {
    const server = await owned.start({ dir: await project(FILES), dev: false });
    await request(server).post("/legacy").expect(200, { same: true });
    await request(server).get("/older").expect(200, "older");
  });
});

describe("the ways to run it", () => {
  it("in an Express app, which answers what is no route", async () => {
    const app = express();
    const handler = createHandler({ dir: await project(FILES), dev: false });
    await handler.ready();
    app.use(handler);
    app.use((_req, res) => void res.status(404).send("of Express"));
    const server = await listen(createHttpServer(app));
    await request(server).get("/hello").expect(200, { hello: "world" });
    await request(server).get("/nowhere").expect(404, "of Express");
  });

  it("in development, where edits apply on the next request", async () => {
    const dir = await project(FILES);
    const server = await owned.start({ dir, dev: true });
    await request(server).get("/hello").expect(200, { hello: "world" });
    await writeFile(
      `${dir}/app/hello+api.ts`,
      "export const GET = () => Response.json({ hello: 'edited' });",
    );
    await request(server).get("/hello").expect(200, { hello: "edited" });
  });

  it("by createFetch and testServer", async () => {
    const dir = await project(FILES);
    const fetch = createFetch({ dir, dev: false });
    await fetch.ready();
    onTestFinished(async () => void (await fetch.close()));
    const response = await fetch(new Request("http://app.test/hello"));
    expect(await response.json()).toEqual({ hello: "world" });
    await request(testServer({ dir })).get("/hello").expect(200, { hello: "world" });
  });
});
