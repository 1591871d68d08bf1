import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { ANNOUNCE, blocksOf, programsOf } from "../support/docs.ts";
import { project } from "../support/hosts.ts";
import { install, link } from "../support/installed.ts";
import { CLI, run, serving } from "../support/program.ts";
import { write } from "../support/standalone.ts";

/*
 * docs/expo.md as its reader follows it. The exported site is tested in Chromium: test/browser/expo.test.ts.
 */
const root = new URL("../..", import.meta.url).pathname;
const page = readFileSync(join(root, "docs/expo.md"), "utf8");
const programs = await programsOf("docs/expo.md");
const [middlewareOn = ""] = blocksOf(page, "docs/expo.md").flatMap(({ language, code }) =>
  language === "json" && code.includes("unstable_useServerMiddleware") ? [code] : [],
);

const PACKAGE = '{ "name": "my-app", "main": "expo-router/entry" }';

/** The project of the page, without Expo installed. */
async function app(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const own = { "package.json": PACKAGE, "app.json": middlewareOn, ...files };
  return project({ ...own, "app/hello+api.ts": programs.get("app/hello+api.ts")! });
}

describe("docs/expo.md", () => {
  it("dev serves the route beside Metro, and the middleware answers what a development build asks first", async () => {
    const dir = await app({ "app/+middleware.ts": programs.get("app/+middleware.ts")! });
    const { url, prints } = await serving([CLI, "dev", "-p", "0"], { cwd: dir });
    await prints(/middleware +all paths +app\/\+middleware\.ts/);
    const allowed = { "access-control-allow-origin": "http://localhost:8081" };
    const { headers } = await request(url).get("/hello").expect(200, { hello: "world" });
    expect(headers).toMatchObject(allowed);
    const preflight = await request(url)
      .options("/hello")
      .set("Origin", "http://localhost:8081")
      .set("Access-Control-Request-Method", "POST")
      .expect(204);
    expect(preflight.headers).toMatchObject(allowed);
  });

  it("routes lists the middleware before the routes", async () => {
    const dir = await app({ "app/+middleware.ts": programs.get("app/+middleware.ts")! });
    const { out } = await run([CLI, "routes"], { cwd: dir });
    expect(out).toMatch(/middleware +all paths +app\/\+middleware\.ts\n[^]*\/hello +app\/hello\+api\.ts/);
  });

  it("routes lists the rules of the app config, and what the middleware is for", async () => {
    const rules = {
      redirects: [{ source: "/old", destination: "/hello", permanent: true }],
      rewrites: [{ source: "/hi", destination: "/hello", methods: ["GET"] }],
      headers: { "X-From": "config" },
      unstable_useServerMiddleware: true,
    };
    const dir = await app({
      "app.json": JSON.stringify({ expo: { plugins: [["expo-router", rules]] } }),
      "app/+middleware.ts":
        'export const unstable_settings = { matcher: { methods: ["POST"], patterns: ["/admin/[id]"] } };\nexport default () => {};',
    });
    const { out } = await run([CLI, "routes"], { cwd: dir });
    expect(out.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual(
      expect.arrayContaining([
        ["middleware", "/admin/[id]", "app/+middleware.ts", "(POST)"],
        ["redirect", "/old", "301 /hello"],
        ["rewrite", "/hi", "/hello", "(GET)"],
        ["header", "all paths", "X-From: config"],
      ]),
    );
  });

  it("the Express app serves the route, and goes on with other paths", async () => {
    const dir = await app();
    await install(dir, { tools: true });
    await link("express", join(dir, "node_modules"));
    await write(dir, { "server.mjs": programs.get("server.mjs")!, "announce.mjs": ANNOUNCE });
    const announce = pathToFileURL(join(dir, "announce.mjs")).href;
    const { url } = await serving(["--import", announce, join(dir, "server.mjs")], { cwd: root });
    await request(url).get("/hello").expect(200, { hello: "world" });
    await request(url)
      .get("/nothing")
      .expect(404, /Cannot GET \/nothing/);
  });

  it("check names the pages that wait for an export", async () => {
    const dir = await app({ "app/index.tsx": "export default () => null;" });
    const { out, code } = await run([CLI, "check"], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toMatch(/This page is not served: .*npx expo export -p web/);
  });
});
