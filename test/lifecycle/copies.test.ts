import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { project } from "../support/hosts.ts";
import { run } from "../support/program.ts";

const ROOT = new URL("../..", import.meta.url).pathname;

/** A second copy of this package, as two packages of a project may bring one each. */
function copyOf(): string {
  const folder = join(ROOT, "node_modules/.cache", `copy-${process.pid}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  for (const name of ["dist", "package.json"])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  return join(folder, "dist/index.js");
}

const ROUTE = `export default (req, res) => {
  if (req.query.fail) setImmediate(() => { throw new Error("late"); });
  res.json([process.env.PA_A ?? null, process.env.PA_B ?? null]);
};`;

it("two copies in one process: an unhandled error is logged once, and each project keeps its variables", async () => {
  const a = await project({ ".env": "PA_A=a", "pages/api/a.js": ROUTE });
  const b = await project({ ".env": "PA_B=b", "pages/api/a.js": ROUTE });
  const program = `
    const { createServer } = await import(${JSON.stringify(join(ROOT, "dist/index.js"))});
    const { createServer: createOther } = await import(${JSON.stringify(copyOf())});
    if (createServer === createOther) throw new Error("one copy");
    const open = async (create, dir) => {
      const server = create({ dir, dev: false });
      await server.ready();
      await new Promise((done) => server.listen(0, "127.0.0.1", done));
      return "http://127.0.0.1:" + server.address().port + "/api/a";
    };
    const urls = [await open(createServer, ${JSON.stringify(a)}), await open(createOther, ${JSON.stringify(b)})];
    for (const url of urls) console.log(await (await fetch(url)).text());
    await (await fetch(urls[0] + "?fail=1")).text();
    console.log(await (await fetch(urls[1])).text());
    process.exit(0);
  `;
  const { code, out, err } = await run(["--input-type=module", "--eval", program], { cwd: a });
  expect([code, out.split("\n")]).toEqual([0, ['["a","b"]', '["a","b"]', '["a","b"]', ""]]);
  expect(err.match(/Error: late/g)).toHaveLength(1);
});
