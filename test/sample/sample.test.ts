import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import request from "supertest";
import { beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
const server = createServer({ dir: root, dev: false });

beforeAll(() => server.ready());

describe("the sample API", () => {
  it("says hello", async () => {
    const { headers } = await request(server)
      .get("/api/hello")
      .expect(200, { message: "Hello World!" })
      .expect("Content-Type", "application/json; charset=utf-8");
    expect(headers["etag"]).toMatch(/^"[0-9a-z]+"$/);
    await request(server).get("/api/hello").set("If-None-Match", String(headers["etag"])).expect(304, "");
  });

  it("lists and adds users, by method", async () => {
    await request(server)
      .get("/api/users")
      .expect(200, [{ id: 1, name: "Ada" }]);
    await request(server).post("/api/users").send({ name: "Grace" }).expect(201, { id: 2, name: "Grace" });
    await request(server).post("/api/users").send({}).expect(400, { error: "name is missing" });
    await request(server).delete("/api/users").expect(405).expect("Allow", "GET, POST");
  });

  it("reads a param, a catch-all and an optional catch-all", async () => {
    await request(server).get("/api/post/7").expect(200, "Post: 7");
    await request(server).get("/api/post/2026/11/21").expect(200, "Post: 2026, 11, 21");
    await request(server).get("/api/docs").expect(200, { page: "index" });
    await request(server).get("/api/docs/guides/start").expect(200, { page: "guides/start" });
  });

  it("redirects after a form", async () => {
    const form = request(server).post("/api/form").type("form");
    await form.send({ name: "Ada L" }).expect(303).expect("Location", "/api/hello?name=Ada%20L");
    await request(server).get("/api/hello?name=Ada%20L").expect(200, { message: "Hello Ada L!" });
    await request(server).get("/api/form").expect(405);
  });

  it("counts visits in a cookie", async () => {
    const agent = request.agent(server);
    await agent.get("/api/cookies").expect(200, { visits: 1 });
    await agent.get("/api/cookies").expect(200, { visits: 2 });
  });

  it("takes a webhook with a right signature only", async () => {
    const signature = "sha256=d42142b53efbc7cf5cd20b6e074eb33707e0de3b368f698e6d6f6c824ffb8d37";
    const hook = (body: string) =>
      request(server).post("/api/webhook").type("json").set("X-Hub-Signature-256", signature).send(body);
    await hook('{"action":"opened"}').expect(200, { received: "opened" });
    await hook('{"action": "opened"}').expect(401);
  });

  it("takes an upload up to its own limit", async () => {
    const upload = (size: number) => request(server).post("/api/upload").type("text").send("x".repeat(size));
    await upload(5_000_000).expect(200, { received: 5_000_000 });
    await upload(11_000_000).expect(413, "Body exceeded 10mb limit");
  });

  it("streams events", async () => {
    const { text } = await request(server).get("/api/events").expect("Content-Type", "text/event-stream");
    expect(text).toBe([1, 2, 3].map((count) => `data: {"count":${count}}\n\n`).join(""));
  });

  it("sends a file", async () => {
    const { text } = await request(server).get("/api/download").expect(200);
    expect(text).toBe(await readFile(new URL("../../README.md", import.meta.url), "utf8"));
  });
});

describe("the page of the sample", async () => {
  const page = await readFile(new URL("../../docs/sample.md", import.meta.url), "utf8");
  const commands = [...page.matchAll(/`(curl -i|head -c)([^`]*)`/g)].map(([, start, rest]) =>
    `${start}${rest}`.replaceAll("\\|", "|"),
  );

  it("has a command for each of the routes", () => {
    expect(commands.length).toBeGreaterThanOrEqual(12);
  });

  it.each(commands)("is right about: %s", async (command) => {
    const fresh = createServer({ dir: root, dev: false });
    await fresh.ready();
    await new Promise<void>((resolve) => fresh.listen(0, resolve));
    const { port } = fresh.address() as AddressInfo;
    const { stdout } = await run("sh", ["-c", command.replaceAll(":3000", `:${port}`)], {
      maxBuffer: 2 ** 26,
    });
    await new Promise((resolve) => fresh.close(resolve));
    expect(stdout).toMatch(/^HTTP\/1.1 (?:100 Continue\r\n\r\nHTTP\/1.1 )?(?:200|201|303) /);
  });
});
