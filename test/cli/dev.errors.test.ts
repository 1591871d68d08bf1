import { appendFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => { res.end('a'); };";
const CONFLICT_LINE = /error .*different slug names/;
const CONFLICT = /different slug names/g;

describe("dev", () => {
  const served = shared(async () => {
    const dir = await project({ "pages/api/u/[a].js": ROUTE });
    return { dir, ...(await serving([CLI, "dev"], { cwd: dir })) };
  });

  it.each([
    ["a conflict", "pages/api/u/[b].js", "different slug names"],
    ["a name that means nothing", "pages/api/[..b].js", "erroneous periods"],
  ])("tells of %s once, says when it is gone, and tells of it again", async (_, file, text) => {
    const { dir, prints, url } = served();
    await writeFile(join(dir, file), ROUTE);
    await prints(new RegExp(`error .*${text}`));
    await rm(join(dir, file));
    await prints(/^reloaded, 1 route\n/m);
    expect(await (await fetch(`${url}/api/u/1`)).text()).toBe("a");
    await writeFile(join(dir, file), ROUTE);
    await prints(new RegExp(`error .*${text}`));
    await rm(join(dir, file));
    await prints(/^reloaded, 1 route\n/m);
  });
});

it("dev says that the routes are back where their folder was away", async () => {
  const dir = await project({ "pages/api/a.js": ROUTE });
  const { prints } = await serving([CLI, "dev"], { cwd: dir });
  await rename(join(dir, "pages"), join(dir, "away"));
  await prints(/error No routes found: looked in the folders/);
  await rename(join(dir, "away"), join(dir, "pages"));
  await prints(/^reloaded, 1 route\n/m);
});

it("dev does not answer its own output in a file of the project", async () => {
  const dir = await project({ "pages/api/u/[a].js": ROUTE });
  const { child, prints, url } = await serving([CLI, "dev"], { cwd: dir });
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on("data", (text: string) => appendFileSync(join(dir, "dev.log"), text));
  }
  await writeFile(join(dir, "pages/api/u/[b].js"), ROUTE);
  await prints(CONFLICT_LINE);
  // Each wakes the watcher, which looks again: so does the next one, and the last request is behind them all.
  for (let index = 0; index < 5; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await writeFile(join(dir, "note"), String(index));
    // oxlint-disable-next-line no-await-in-loop -- longer than changes are gathered
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await rm(join(dir, "pages/api/u/[b].js"));
  await prints(/^reloaded, 1 route\n/m);
  expect(await (await fetch(`${url}/api/u/1`)).text()).toBe("a");
  expect((await readFile(join(dir, "dev.log"), "utf8")).match(CONFLICT)).toHaveLength(1);
});

it("dev names a mistake that is told of already in a line for each request", async () => {
  const dir = await project({ "pages/api/u/[a].js": ROUTE });
  const { child, ended, prints, url } = await serving([CLI, "dev"], { cwd: dir });
  await writeFile(join(dir, "pages/api/u/[b].js"), ROUTE);
  await prints(CONFLICT_LINE);
  expect((await fetch(`${url}/api/u/1`)).status).toBe(500);
  await prints(/GET \/api\/u\/1 500/);
  child.kill();
  const { err } = await ended;
  expect(err.match(CONFLICT)).toHaveLength(2);
  expect(err.match(/^ {2}pages\/api\/u\/\[b\]\.js$/gm)).toHaveLength(1);
});
