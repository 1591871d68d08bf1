import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { owned, project } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";

const answering = (text: string): string => `export default (req: any, res: any) => res.send("${text}");`;

function pages(): Promise<string> {
  return project({
    "pages/api/hello.page.ts": answering("hello"),
    "pages/api/data.api.js": answering("data").replaceAll(": any", ""),
    "pages/api/helper.ts": answering("helper"),
    "next.config.mjs": 'export default { pageExtensions: ["page.ts", "api.js"] };',
  });
}

const FLAG = ["--page-extensions", "page.ts, api.js"];

async function expectRoutes(url: string): Promise<void> {
  await request(url).get("/api/hello").expect(200, "hello");
  await request(url).get("/api/data").expect(200, "data");
  await request(url).get("/api/helper").expect(404);
}

describe("--page-extensions", () => {
  it.each([
    ["dev", []],
    ["start", []],
    ["start", ["--workers", "1"]],
  ])("says to %s %j which files are routes", async (command, more) => {
    const dir = await pages();
    const { url } = await serving([CLI, command, dir, ...FLAG, ...more]);
    await expectRoutes(url);
  });

  it("is noted in a build, for start and createServer", async () => {
    const dir = await pages();
    const built = await run([CLI, "build", dir, ...FLAG]);
    expect([built.err, built.code]).toEqual(["", 0]);
    const { url, child, ended } = await serving([CLI, "start", dir]);
    await expectRoutes(url);
    child.kill();
    expect((await ended).err).toBe("");
    const server = await owned.start({ dir, dev: false });
    await request(server).get("/api/hello").expect(200, "hello");
    await request(server).get("/api/helper").expect(404);
  });

  it("is part of the command that makes a stale build again", async () => {
    const dir = await pages();
    await run([CLI, "build", dir, ...FLAG, "--out", join(dir, "built")]);
    await writeFile(join(dir, "pages/api/hello.page.ts"), answering("edited"));
    const { child, ended, printed } = await serving([CLI, "start", dir, "--build", join(dir, "built")]);
    await expect.poll(printed).toMatch(/ Run: .*\n/);
    child.kill();
    expect((await ended).err).toContain(
      `pages/api/hello.page.ts has changed. Run: pages-api build --out ${join(dir, "built")} --page-extensions "page.ts, api.js"\n`,
    );
  });

  it("says to routes and check which files are routes", async () => {
    const dir = await pages();
    const routes = JSON.parse((await run([CLI, "routes", dir, ...FLAG, "--json"])).out) as { file: string }[];
    expect(routes.map(({ file }) => file)).toEqual(["pages/api/data.api.js", "pages/api/hello.page.ts"]);
    const { out, code } = await run([CLI, "check", dir, ...FLAG]);
    expect(out).toMatch(/2 ok, 0 need attention, 0 unsupported\n\nNext: [^\n]+\n$/);
    expect(code).toBe(0);
  });

  it("need not be said where next.config has pageExtensions", async () => {
    const { out } = await run([CLI, "check", await pages()]);
    expect(out).toMatch(/^ok\n {2}\/api\/data +pages\/api\/data\.api/);
  });

  it.each([".ts", "ts,,js", "a/b", ""])("refuses %j", async (value) => {
    const { err, code } = await run([CLI, "routes", await pages(), `--page-extensions=${value}`]);
    expect([err, code]).toEqual([
      `error --page-extensions is ${JSON.stringify(value)}. Write extensions without the first dot: page.tsx,page.ts\n`,
      1,
    ]);
  });
});
