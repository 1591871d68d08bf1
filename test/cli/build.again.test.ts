import { readdir, readFile, rename, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, launch, run, runProcess, serving } from "../support/program.ts";

const BUILD = ".pages-api/build";
const build = (dir: string) => run([CLI, "build"], { cwd: dir });
const start = (dir: string, ...args: string[]) => serving([CLI, "start", ...args], { cwd: dir });
const ask = async (url: string, path: string): Promise<string> => (await fetch(url + path)).text();

/** `/api/now` answers with its own version, `/api/later` with that of what it imports only then. */
const texts = (version: number): Record<string, string> => ({
  "pages/api/now.ts": `export default (_: any, res: any) => res.end("now ${version}");`,
  "pages/api/later.ts":
    "export default async (_: any, res: any) => res.end((await import('../../lib/later')).later);",
  "lib/later.ts": `export const later = "later ${version}";`,
});

async function write(dir: string, version: number): Promise<void> {
  for (const [file, text] of Object.entries(texts(version))) await writeFile(join(dir, file), text);
}

it("a server goes on with its build when there is another one", async () => {
  const dir = await project(texts(1));
  await build(dir);
  const first = await start(dir);
  expect(await ask(first.url, "/api/now")).toBe("now 1");
  await write(dir, 2);
  expect(await build(dir)).toMatchObject({ code: 0, err: "" });
  expect(await ask(first.url, "/api/later")).toBe("later 1");
  const second = await start(dir);
  expect(await ask(second.url, "/api/now")).toBe("now 2");
  expect(await ask(second.url, "/api/later")).toBe("later 2");
});

it("modules stay for one build more, and as long as they are young", async () => {
  const dir = await project(texts(1));
  const chunks = join(dir, BUILD, "chunks");
  const named = async (): Promise<string[]> => {
    const manifest = JSON.parse(await readFile(join(dir, BUILD, "manifest.json"), "utf8")) as {
      chunks: string[];
    };
    return manifest.chunks.map((name) => name.slice("chunks/".length));
  };
  const versions: string[][] = [];
  for (const version of [1, 2, 3]) {
    await write(dir, version);
    const { out } = await build(dir);
    expect(out).toMatch(/^built 2 routes, [1-9]\.?\d* kB in /);
    versions.push(await named());
  }
  const [first, second, third] = versions;
  const all = [...new Set([...first!, ...second!, ...third!])].toSorted();
  expect((await readdir(chunks)).toSorted()).toEqual(all);

  for (const name of all) await utimes(join(chunks, name), 0, 0);
  await write(dir, 4);
  await build(dir);
  const kept = [...new Set([...third!, ...(await named())])].toSorted();
  expect((await readdir(chunks)).toSorted()).toEqual(kept);
});

it("builds at the same time leave one of them, whole", async () => {
  const dir = await project(texts(1));
  const builds = await Promise.all(Array.from({ length: 3 }, () => runProcess([CLI, "build"], { cwd: dir })));
  expect(builds.map(({ code, err }) => [code, err])).toEqual(builds.map(() => [0, ""]));
  expect(new Set(builds.map(({ out }) => / (\S+ kB) /.exec(out)?.[1])).size).toBe(1);
  expect(await readdir(join(dir, ".pages-api"))).toEqual(["build"]);
  const { url } = await start(dir);
  expect([await ask(url, "/api/now"), await ask(url, "/api/later")]).toEqual(["now 1", "later 1"]);
});

it("what a killed build has left goes with the next one", async () => {
  const dir = await project(texts(1));
  await build(dir);
  // A process of this number has ended: it was a build.
  const { child, ended } = launch(["--eval", ""]);
  await ended;
  await rename(join(dir, BUILD), join(dir, `${BUILD}.pages-api-${child.pid}`));
  await build(dir);
  expect(await readdir(join(dir, ".pages-api"))).toEqual(["build"]);
});

it("all workers serve one build, also those that come later", async () => {
  const end = { "pages/api/end.ts": "export default () => process.kill(process.pid, 'SIGKILL');" };
  const [one, two] = [await project({ ...texts(1), ...end }), await project({ ...texts(2), ...end })];
  for (const release of [one, two]) await build(release);
  // As releases are deployed: a link that is turned to the next one.
  const dir = join(await project({}), "current");
  await symlink(one, dir);
  const pool = await serving([CLI, "start", dir, "--workers", "2"]);
  await symlink(two, `${dir}.next`);
  await rename(`${dir}.next`, dir);
  await ask(pool.url, "/api/end").catch(() => {});
  await pool.prints(/Worker \d+ has taken the place of worker \d+\.\n/);
  const answers = new Set<string>();
  for (let count = 0; count < 8; count += 1) {
    // A connection for each, so that all workers are asked.
    answers.add(await (await fetch(`${pool.url}/api/now`, { headers: { Connection: "close" } })).text());
  }
  expect([...answers]).toEqual(["now 1"]);
  pool.child.kill("SIGHUP");
  await pool.prints(/all 2 workers are new/);
  expect(await ask(pool.url, "/api/now")).toBe("now 2");
});
