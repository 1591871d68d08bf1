import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { checkProject } from "../../src/check/index.ts";
import { project } from "./hosts.ts";

const CLI = new URL("../../dist/cli/index.js", import.meta.url).pathname;

/** What a command has printed, and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program that is shipped, in a process of its own, without a terminal. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, NODE_ENV: undefined, FORCE_COLOR: undefined, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

/** What `check` reports of a project, by file: its status, and its findings as `level rule file:line:column`. */
export async function check(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const checked = await checkProject(await project(files));
  const entries = checked.map(({ file, status, findings }) => [
    file,
    [
      status,
      ...findings.map((found) => `${found.level} ${found.rule} ${found.file}:${found.line}:${found.column}`),
    ],
  ]);
  return Object.fromEntries(entries) as Record<string, string[]>;
}
