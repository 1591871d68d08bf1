import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;
const GENERATED = new Set(["node_modules", "dist", ".pages-api", "package-lock.json"]);
const exec = promisify(execFile);

/** A copy of an example, with this package as npm would deliver it. */
export interface Example {
  readonly dir: string;
  /** The commands of its README, in order. */
  readonly commands: readonly string[];
  remove(): Promise<void>;
}

export async function copyExample(name: string): Promise<Example> {
  const parent = await mkdtemp(join(tmpdir(), "pages-api-example-"));
  const source = join(ROOT, "examples", name);
  const dir = join(parent, name);
  await cp(source, dir, { recursive: true, filter: (path) => !GENERATED.has(basename(path)) });
  const packed = await exec("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", parent], {
    cwd: ROOT,
  });
  const [tarball] = /pages-api-[^"]+\.tgz/.exec(packed.stdout)!;
  await run(`npm pkg set dependencies.pages-api=file:${join(parent, tarball)}`, dir);
  const readme = await readFile(join(dir, "README.md"), "utf8");
  const shell = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = ""]) => text).join("");
  const commands = shell.split("\n").flatMap((line) => line.replace(/#.*/, "").trim() || []);
  return { dir, commands, remove: () => rm(parent, { recursive: true, force: true }) };
}

/** Runs a command to its end. */
export async function run(command: string, dir: string): Promise<void> {
  const [program = "", ...args] = command.split(" ");
  await exec(program, args, { cwd: dir, env: environment() });
}

/** Starts a command that serves; ends, and all that it has started, with the test. Gives its URL. */
export async function serve(command: string, dir: string): Promise<string> {
  const [program = "", ...args] = command.split(" ");
  const env = { ...environment(), PORT: "0", HOST: "127.0.0.1" };
  const child = spawn(program, args, { cwd: dir, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    process.kill(-child.pid!, "SIGKILL");
    await once(child, "exit");
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  await expect.poll(() => output, { timeout: 30_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0];
}

/** What vitest sets for itself is not the example's. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: undefined, VITEST: undefined, NO_COLOR: "1" };
}
