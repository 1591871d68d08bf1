import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { folder, install } from "./installed.ts";
import { runInstalled, type Serving, serving } from "./program.ts";

export async function write(dir: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
}

/** A project with this package and its tools installed; gives the path of the command line. */
export async function projectWith(
  files: Readonly<Record<string, string>>,
): Promise<{ dir: string; cli: string }> {
  const dir = await folder();
  await write(dir, { "package.json": "{}", ...files });
  return { dir, cli: await install(dir, { tools: true, copied: true }) };
}

export async function expectBuild(cli: string, dir: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await runInstalled(cli, ["build", "--standalone", ...args], { cwd: dir });
  expect([code, err]).toEqual([0, ""]);
  return out;
}

/** Moves the result to another place, takes everything else away, and runs it there. */
export async function serveElsewhere(
  dir: string,
  from = ".pages-api/standalone",
  args: readonly string[] = [],
): Promise<Serving & { app: string }> {
  const app = join(await folder(), "app");
  await rename(join(dir, from), app);
  await rm(dir, { recursive: true });
  return { app, ...(await serving([join(app, "server.js"), ...args], { cwd: "/" })) };
}

export async function textOf(url: string, path: string): Promise<string> {
  const answer = await fetch(`${url}/api/${path}`);
  return `${answer.status} ${await answer.text()}`;
}
