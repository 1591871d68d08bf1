import { writeFile } from "node:fs/promises";
import request from "supertest";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkProject } from "../../../src/check/index.ts";
import { createServer } from "../../../src/index.ts";
import { claimFile } from "../../../src/conventions/expo/claim.ts";
import { formatPattern } from "../../../src/routing/segment.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";

const HELLO = { "app/hello+api.ts": "export const GET = () => new Response('hello');" };
const ON = (options: object): string =>
  JSON.stringify({
    expo: { plugins: [["expo-router", { unstable_useServerMiddleware: true, ...options }]] },
  });

describe("a file below app", () => {
  it.each([
    ["hello+api.ts", "/hello"],
    ["index+api.tsx", "/"],
    ["users/index+api.js", "/users"],
    ["users/[id]+api.jsx", "/users/[id]"],
    ["docs/[...path]+api.ts", "/docs/[...path]"],
    ["(a,b)/x+api.ts", "/(a,b)/x"],
    [".well-known/x.json+api.ts", "/.well-known/x.json"],
    ["pre-[id]+api.ts", "/pre-[id]"],
    ["hello.ts", undefined],
    ["hello+api.mjs", undefined],
    ["+middleware.ts", undefined],
    ["_layout.tsx", undefined],
  ])("%s is the route %s", (file, pattern) => {
    const segments = claimFile(file);
    expect(segments && formatPattern(segments)).toBe(pattern);
  });

  it.each([
    "hello.web+api.ts",
    "hello+api.ios.ts",
    "(group)+api.ts",
    "(a,a)/x+api.ts",
    "admin/+middleware.ts",
    "+middleware.web.js",
  ])("%s is refused", (file) => {
    expect(() => claimFile(file)).toThrow(expect.objectContaining({ code: "ROUTE_NAME" }));
  });
});

describe("the app config", () => {
  it("is computed by app.config.ts, from app.json", async () => {
    const dir = await project({
      ...HELLO,
      "app.json": '{ "expo": { "name": "base" } }',
      "app.config.ts": `
        import type { ExpoConfig } from "expo/config";
        export default ({ config }: { config: ExpoConfig }) => ({
          ...config,
          plugins: [["expo-router", {
            headers: { "X-Name": config.name },
            redirects: [{ source: "/old", destination: "/hello", permanent: true }],
          }]],
        });`,
    });
    const server = await owned.start({ dir, dev: false });
    const { headers } = await request(server).get("/hello").expect(200, "hello");
    expect(headers["x-name"]).toBe("base");
    await request(server).post("/old").expect(308).expect("location", "/hello");
  });

  it("that is no JSON stops the start, with its name", async () => {
    const server = createServer({ dir: await project({ ...HELLO, "app.json": "{" }), dev: false });
    onTestFinished(() => void server.close());
    await expect(server.ready()).rejects.toThrow(/app\.json/);
  });

  it("with a rule that is none stops the start, and says what to write", async () => {
    const files = { ...HELLO, "app.json": ON({ redirects: [{ from: "/a" }] }) };
    const server = createServer({ dir: await project(files), dev: false });
    onTestFinished(() => void server.close());
    await expect(server.ready()).rejects.toThrow(/`redirects` of the expo-router plugin/);
  });
});

describe("+middleware.ts", () => {
  const REFUSES = "export default () => new Response('stop', { status: 401 });";

  it("runs before routes where the app config says so", async () => {
    const dir = await project({ ...HELLO, "app.json": ON({}), "app/+middleware.ts": REFUSES });
    const server = await owned.start({ dir, dev: false });
    await request(server).get("/hello").expect(401, "stop");
    await request(server).get("/nowhere").expect(401, "stop");
  });

  it("does not run unless it is turned on, which the log says", async () => {
    const logger = keepLog();
    const dir = await project({ ...HELLO, "app.json": '{ "expo": {} }', "app/+middleware.ts": REFUSES });
    const server = await owned.start({ dir, dev: false, logger });
    await request(server).get("/hello").expect(200, "hello");
    expect(logger.warnings.join("\n")).toContain("unstable_useServerMiddleware");
  });

  it("lets nothing past while it does not load", async () => {
    const logger = keepLog();
    const files = { ...HELLO, "app.json": ON({}), "app/+middleware.ts": "throw new Error('broken');" };
    const server = await owned.start({ dir: await project(files), dev: false, logger });
    await request(server).get("/hello").expect(500);
  });

  it("lets nothing past with a matcher that cannot be read", async () => {
    const logger = keepLog();
    const text = `export const unstable_settings = { matcher: { methods: "GET" } };\n${REFUSES}`;
    const files = { ...HELLO, "app.json": ON({}), "app/+middleware.ts": text };
    const server = await owned.start({ dir: await project(files), dev: false, logger });
    await request(server).post("/hello").expect(500);
  });

  it("in a folder is refused, where it would guard nothing", async () => {
    const files = { ...HELLO, "app.json": ON({}), "app/admin/+middleware.ts": REFUSES };
    const server = createServer({ dir: await project(files), dev: false });
    onTestFinished(() => void server.close());
    await expect(server.ready()).rejects.toMatchObject({
      file: "app/admin/+middleware.ts",
      message: expect.stringContaining("Move it there"),
    });
  });

  it("takes one pattern that is in no list", async () => {
    const text = `export const unstable_settings = { matcher: { patterns: "/hello" } };\n${REFUSES}`;
    const files = {
      ...HELLO,
      "app/open+api.ts": "export const GET = () => new Response('open');",
      "app.json": ON({}),
      "app/+middleware.ts": text,
    };
    const server = await owned.start({ dir: await project(files), dev: false });
    await request(server).get("/hello").expect(401);
    await request(server).get("/open").expect(200, "open");
  });

  it("applies edits of what it imports, in development", async () => {
    const dir = await project({
      ...HELLO,
      "app.json": ON({}),
      "lib/text.ts": "export const text = 'before';",
      "app/+middleware.ts": "import { text } from '../lib/text';\nexport default () => new Response(text);",
    });
    const server = await owned.start({ dir, dev: true });
    await request(server).get("/hello").expect(200, "before");
    await writeFile(`${dir}/lib/text.ts`, "export const text = 'after!';");
    await request(server).get("/hello").expect(200, "after!");
  });
});

it("logs a route without a method, and answers 405", async () => {
  const logger = keepLog();
  const dir = await project({ "app/a+api.ts": "export function get() {}" });
  const server = await owned.start({ dir, dev: false, logger });
  await request(server).get("/a").expect(405);
  expect(logger.warnings.join("\n")).toContain("`get` is not called");
});

it("reads .env files in Expo's order", async () => {
  const dir = await project({
    "app/a+api.ts": "export const GET = () => Response.json([process.env.EXPO_A, process.env.EXPO_B]);",
    ".env": "EXPO_A=plain\nEXPO_B=plain",
    ".env.test": "EXPO_B=mode",
    ".env.local": "EXPO_B=not for tests",
  });
  const server = await owned.start({ dir, dev: false });
  await request(server).get("/a").expect(200, ["plain", "mode"]);
});

it("check takes what expo-server is for, and names a route without a method", async () => {
  const dir = await project({
    "app/good+api.ts":
      "import { StatusError } from 'expo-server';\nexport const GET = () => { throw new StatusError(400); };",
    "app/bad+api.ts": "export function get() {}",
  });
  const checked = await checkProject(dir);
  const found = Object.fromEntries(
    checked.map(({ file, findings }) => [file, findings.map(({ rule }) => rule)]),
  );
  expect(found).toEqual({ "app/good+api.ts": [], "app/bad+api.ts": ["methods"] });
});

it("check names the pages that are not served without an export", async () => {
  const files = {
    ...HELLO,
    "app/_layout.tsx": "",
    "app/index.tsx": "",
    "app/people/[name].tsx": "",
    "app/+middleware.ts": "export default () => {};",
  };
  const remarks = async (more: Record<string, string>): Promise<string[]> =>
    (await checkProject(await project({ ...files, ...more })))
      .filter(({ findings }) => findings.some(({ rule }) => rule === "pages"))
      .map(({ file, findings }) => `${file}: ${findings[0]!.message}`);
  expect(await remarks({})).toEqual([
    expect.stringMatching(/^app\/index\.tsx: This page and 1 more are not served[^]*npx expo export -p web/),
  ]);
  expect(await remarks({ "dist/server/_expo/routes.json": "{}" })).toEqual([]);
});
