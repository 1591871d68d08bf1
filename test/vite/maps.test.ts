import { join } from "node:path";
import { readdir, readFile } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { build, project, spawnVite, start, versions } from "../support/vite.ts";

const PACKAGES = {
  "node_modules/lodash/package.json": '{ "name": "lodash" }',
  "node_modules/lodash/index.js": "for (const name of ['chunk']) exports[name] = () => name;",
};
// What is rewritten is on the line of the error, before it.
const ROUTE = `import { chunk } from "lodash"; export default (req: any, res: any) => { void [chunk, __filename, import.meta.url]; throw new Error("here"); };\n`;
const COLUMN = ROUTE.indexOf("new Error") + 1;

describe.each(versions)("places of errors, %s", (name, vite) => {
  it("are those of the source in development, columns too", async () => {
    const dir = await project({ ...PACKAGES, "pages/api/a.ts": ROUTE });
    const { url } = await spawnVite(name, dir);
    const { text } = await request(url).get("/api/a").expect(500);
    expect(text).toContain(`pages/api/a.ts:1:${COLUMN}`);
  });

  it("are those of the source in a build", async () => {
    const dir = await project({ ...PACKAGES, "pages/api/a.ts": ROUTE });
    await build(vite, dir);
    const chunks = join(dir, "dist/api/chunks");
    const file = (await readdir(chunks)).find((each) => /^pages_api_a\..*\.mjs$/.test(each))!;
    const code = await readFile(join(chunks, file), "utf8");
    const map = JSON.parse(await readFile(join(chunks, `${file}.map`), "utf8")) as SourceMapPayload;
    const lines = code.split("\n");
    const line = lines.findIndex((each) => each.includes('Error("here")'));
    const entry = new SourceMap(map).findEntry(line, lines[line]!.indexOf("new Error"));
    expect(entry).toMatchObject({ originalLine: 0, originalColumn: COLUMN - 1 });
    const { url, errors } = await start(join(dir, "dist/server.js"));
    await request(url).get("/api/a").expect(500);
    await expect.poll(errors).toContain(`pages/api/a.ts:1:${COLUMN}`);
  });
});
