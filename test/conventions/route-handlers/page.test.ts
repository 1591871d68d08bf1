/*
 * What Next's reference page of route.js shows, one thing after the other: the files are those of
 * examples/route-handlers.
 */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiServer, createServer } from "../../../src/index.ts";
import { open, requestText } from "../../support/client.ts";
import { keepLog } from "../../support/hosts.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/route-handlers", import.meta.url));

let dir: string;
let server: ApiServer;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "pages-api-page-"));
  // Compiled modules go below node_modules, where vitest leaves import() to Node.
  mkdirSync(join(dir, "node_modules"));
  writeFileSync(join(dir, "package.json"), "{}");
  for (const folder of ["app", "lib"]) cpSync(join(EXAMPLE, folder), join(dir, folder), { recursive: true });
  server = createServer({ dir, dev: false, logger: keepLog() });
  await server.ready();
  await once(server.listen(0, "127.0.0.1"), "listening");
});

afterAll(async () => {
  await server.shutdown();
  rmSync(dir, { recursive: true });
});

describe("methods", () => {
  it.each(["get", "post", "put", "delete", "patch"] as const)("%s", async (method) => {
    await request(server)[method]("/methods").expect(200, { method: method.toUpperCase(), path: "/methods" });
  });
  it("head", () => request(server).head("/methods").expect(200));
  it("options, which has no function of its own", async () => {
    const { headers } = await request(server).options("/methods").expect(204);
    expect(headers["allow"]).toBe("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
  });
  it("one that the file does not export", () => request(server).post("/api").expect(405));
});

it("params of a segment", () => request(server).get("/teams/42").expect({ team: "42" }));
it("params of the rest of a path", () =>
  request(server)
    .get("/docs/a/b%20c")
    .expect({ slug: ["a", "b c"] }));

it("cookies() of next/headers, read and set", async () => {
  const { headers } = await request(server).get("/cookies").set("cookie", "visits=4").expect({ visits: 5 });
  expect(headers["set-cookie"]).toEqual(["visits=5; Path=/; HttpOnly"]);
});
it("cookies of the request, and a Set-Cookie of the answer", async () => {
  const { headers } = await request(server).get("/cookies/plain").set("cookie", "token=t").expect(200, "t");
  expect(headers["set-cookie"]).toEqual(["token=abc"]);
});

it("headers() of next/headers", () =>
  request(server).get("/headers").set("referer", "http://a.test/").expect("x-came-from", "http://a.test/"));
it("headers of the request", () =>
  request(server).get("/headers/plain").set("user-agent", "me").expect({ agent: "me" }));

it("revalidation: one answer for all in the time of `revalidate`", async () => {
  const first = await request(server)
    .get("/posts")
    .expect("cache-control", /^s-maxage=60, /);
  const second = await request(server).get("/posts").expect("x-nextjs-cache", "HIT");
  expect(second.body).toEqual(first.body);
});

it("a redirect", () => request(server).get("/moved").expect("location", "https://example.org/").expect(307));
it("notFound()", () => request(server).get("/posts/none").expect(404));
it("a dynamic segment", () =>
  request(server).get("/posts/first").expect({ slug: "first", title: "First post" }));
it("query parameters", () =>
  request(server)
    .get("/search?query=hello&tag=a&tag=b")
    .expect({ query: "hello", tags: ["a", "b"] }));

it("a stream arrives chunk by chunk", async () => {
  const { until, end } = await open(
    server,
    requestText({ path: "/stream", headers: { Connection: "close" } }),
  );
  // The file makes its chunks in turns of the event loop that also read: the last one cannot be there with the first.
  expect(await until("<p>one</p>")).not.toContain("<p>three</p>");
  expect(await end()).toMatch(/<p>one<\/p>[^]*<p>two<\/p>[^]*<p>three<\/p>/);
});

it("a JSON body", () =>
  request(server)
    .post("/body")
    .send({ a: 1 })
    .expect({ received: { a: 1 } }));
it("a form with a file", () =>
  request(server)
    .post("/form")
    .field("name", "Ada")
    .attach("file", Buffer.from("12345"), "a.txt")
    .expect({ name: "Ada", file: { name: "a.txt", size: 5 } }));

it("CORS", async () => {
  await request(server).get("/cors").expect("access-control-allow-origin", "*").expect(200, "Hello");
  await request(server)
    .options("/cors")
    .expect("access-control-allow-methods", "GET, POST, OPTIONS")
    .expect(204);
});

it("a webhook: the body is to the byte what was signed", async () => {
  const body = '{ "event":\t"paid" }';
  const signature = createHmac("sha256", "secret").update(body).digest("hex");
  const send = (text: string) => request(server).post("/webhook").set("x-signature", signature).send(text);
  await send(body).expect(200, "Success!");
  await send(`${body} `).expect(400);
});

it("a feed", async () => {
  const { text } = await request(server).get("/rss.xml").expect("content-type", "text/xml").expect(200);
  expect(text).toContain("<title>Second &amp; last</title>");
});

it("the segment config", () => request(server).get("/config").expect(200, "configured"));
it("metadata files", async () => {
  await request(server)
    .get("/robots.txt")
    .expect(/Disallow: \/webhook/);
  await request(server)
    .get("/sitemap.xml")
    .expect(/posts\/second/);
});
