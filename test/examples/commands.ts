import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { freePort } from "../parity/next.ts";

const exec = promisify(execFile);

/** What vitest sets for itself is not the example's. */
export function environment(): NodeJS.ProcessEnv {
  const ours = { NODE_ENV: undefined, NODE_OPTIONS: undefined, VITEST: undefined, FORCE_COLOR: undefined };
  return { ...process.env, ...ours, NO_COLOR: "1" };
}

/** Runs a command line of a shell to its end; gives what it prints. */
export async function sh(command: string, dir: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout } = await exec("sh", ["-c", command], { cwd: dir, env: { ...environment(), ...env } });
  return stdout;
}

export interface Program {
  readonly url: string;
  /** The process that was started, the first of its group. */
  readonly pid: number;
  /** What has been printed so far. */
  said(): string;
  /** Its exit code, or the signal that has ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts a program on a port of its own, and waits until it prints its URL, or what it `says` instead; all of its group ends
 * with the test.
 */
export async function serve(
  [name = "", ...args]: readonly string[],
  { dir, env, says }: { dir: string; env: NodeJS.ProcessEnv; says?: string | undefined },
): Promise<Program> {
  const port = await freePort();
  const child = spawn(name, args, {
    cwd: dir,
    env: { ...env, PORT: String(port), HOST: "127.0.0.1" },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close").then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid!, "SIGKILL");
    await ended;
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += String(chunk);
        if (said.includes(says ?? `http://127.0.0.1:${port}`)) resolve();
      });
    }
    void ended.then((code) => reject(new Error(`${name} ended with ${code}:\n${said}`)));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid!, said: () => said, ended };
}

/** The requests that a README has as curl lines, and the answer that stands behind each. */
export async function curlsOf(dir: string): Promise<[command: string, answer: string][]> {
  const readme = await readFile(join(dir, "README.md"), "utf8");
  return [...readme.matchAll(/^(curl .*?)\s+# (.*)$/gm)].map(([, command = "", answer = ""]) => [
    command,
    answer,
  ]);
}

/** Sends what a curl line of a README sends, to another address; gives the body of the answer. */
export async function curl(command: string, url: string): Promise<string> {
  return sh(command.replace("localhost:3000", url).replace("curl", "curl --silent --show-error"), "/");
}
