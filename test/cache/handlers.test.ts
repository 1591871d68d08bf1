import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { CLI, refused, run } from "../support/program.ts";
import { startOurs } from "./ours.ts";
import { text } from "./shared.ts";

const BODY = (type: string): string => `{
  constructor(context${type && ": { dev: boolean }"}) { this.store = new Map(); console.error("made, dev:", context.dev); }
  ${type && "private store: Map<string, unknown>;"}
  async get(key${type}) { return this.store.get(key) ?? null; }
  async set(key${type}, value${type && ": object"}) { this.store.set(key, { value, lastModified: Date.now() }); console.error("set", key); }
  async revalidateTag() { this.store.clear(); }
  resetRequestCache() {}
}`;
const URL_OF = (name: string): string => `new URL("./${name}", import.meta.url)`;

it.each([
  ["a path, of CommonJS", "next.config.js", "handler.cjs", `require.resolve("./handler.cjs")`],
  ["a relative path", "next.config.js", "handler.cjs", `"./handler.cjs"`],
  ["an absolute path, of ESM", "next.config.mjs", "handler.mjs", `${URL_OF("handler.mjs")}.pathname`],
  ["a file URL", "next.config.mjs", "handler.mjs", `${URL_OF("handler.mjs")}.href`],
  ["a file URL, of TypeScript", "next.config.ts", "handler.ts", `${URL_OF("handler.ts")}.href`],
  ["a path, of TypeScript", "next.config.mjs", "cache/handler.ts", `"./cache/handler.ts"`],
])("cacheHandler may be %s", async (_what, config, handler, value) => {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-handler-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const isCommon = config.endsWith(".js");
  const type = handler.endsWith(".ts") ? ": string" : "";
  const files = {
    "package.json": `{ "private": true }`,
    [config]: `${isCommon ? "module.exports =" : "export default"} { cacheHandler: ${value} };`,
    [handler]: `${handler.endsWith(".cjs") ? "module.exports =" : "export default"} class Handler ${BODY(type)}`,
    "app/kept/route.js": `export const dynamic = "force-static";
export const GET = () => new Response(String(Math.random()));`,
  };
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), code);
  }
  expect(await run([CLI, "build", dir])).toMatchObject({ code: 0 });
  const server = await startOurs(dir, {});
  onTestFinished(() => server.stop());
  const first = await text(server.port, "/kept");
  expect(await text(server.port, "/kept")).toBe(first);
  expect(server.said()).toContain("made, dev: false");
  expect(server.said()).toContain("set /kept");
});

it("check and start name a cacheHandler that does not exist, with its place", async () => {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-handler-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, "app/one"), { recursive: true });
  writeFileSync(join(dir, "app/one/route.js"), "export const GET = () => new Response('one');");
  writeFileSync(join(dir, "next.config.mjs"), 'export default {\n  cacheHandler: "./missing.cjs",\n};\n');
  for (const command of ["check", "start"]) {
    const { code, out, err } = await refused([command, dir]);
    const told = [code, out + err];
    expect(told).toEqual([1, expect.stringContaining("does not load: there is no such file")]);
    expect(told[1]).toContain("next.config.mjs:2:");
  }
});
