import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { stop } from "../parity/next.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));

export interface Ours {
  port: number;
  folder: string;
  /** What the server has written to stderr. */
  said(): string;
  stop(): Promise<void>;
  /** Ends it, and its workers, as a crash does. */
  kill(): Promise<void>;
}

/** The app of the recording, or another one, built and started by our commands, in processes of their own. */
export async function buildOurs(
  variables: Record<string, string> = {},
  { app = fileURLToPath(new URL("app", import.meta.url)), args = [] as string[] } = {},
): Promise<Ours> {
  const folder = mkdtempSync(join(tmpdir(), "pages-api-cache-"));
  cpSync(app, folder, { recursive: true });
  const env = { ...process.env, NODE_ENV: "production", ...variables };
  await promisify(execFile)(process.execPath, [CLI, "build", folder], { env });
  const server = await startOurs(folder, variables, args);
  const end = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, stop: end };
}

/** Starts what was built. */
export async function startOurs(
  folder: string,
  variables: Record<string, string>,
  args: string[] = [],
): Promise<Ours> {
  const env = { ...process.env, NODE_ENV: "production", ...variables };
  const words = [CLI, "start", folder, "--port", "0", "--hostname", "127.0.0.1", ...args];
  const child = spawn(process.execPath, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    let out = "";
    child.once("exit", (code) => reject(new Error(`start ended with ${code}: ${said}`)));
    child.stdout.on("data", (data: Buffer) => {
      out += data.toString();
      const found = /http:\/\/[^\s/]+:(\d+)/.exec(out)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  // Workers end with their primary, whose channel they lose.
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      child.once("close", () => resolve());
      child.kill("SIGKILL");
    });
  return { port, folder, said: () => said, stop: () => stop(child), kill };
}
