import { checkProject } from "../../src/check/index.ts";
import { project } from "./hosts.ts";
import { runInProcess } from "./in-process.ts";

/** What a command has printed, and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command that ends by itself, without a terminal. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const given = { NODE_ENV: undefined, FORCE_COLOR: undefined, ...env };
  const { code, out, err } = await runInProcess(args, { env: given });
  return { code, stdout: out, stderr: err };
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
