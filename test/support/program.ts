import { type ChildProcess, spawn } from "node:child_process";
import { onEnd } from "./lifetime.ts";

/** The command line of this repository, as it is shipped. */
export const CLI = new URL("../../dist/cli/index.js", import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it printed on stdout, and on stderr. */
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /**
   * Settles when a stream has printed something matching, behind what was last matched on that stream. Each stream has a
   * place of its own: which of the two is read first, the operating system decides.
   */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** All that it has printed until now, on both streams. */
  printed(): string;
  readonly ended: Promise<Ended>;
}

/** One that serves. */
export interface Serving extends Running {
  readonly url: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The user that it runs as; only root may choose. */
  readonly uid?: number;
}

/** What a program has to print something; long, so that a busy machine decides nothing. */
const PATIENCE_MS = 60_000;

const STREAMS = ["out", "err"] as const;

/** What the environment of a program has beside that of the tests. */
const OURS = {
  NODE_ENV: undefined,
  NODE_OPTIONS: undefined,
  FORCE_COLOR: undefined,
  NO_COLOR: "1",
  PAGES_API_LOG: "none",
  HOST: "127.0.0.1",
};

/** Starts a program of Node's; it is killed at the end of the test, or with what is shared. */
export function launch(args: readonly string[], { cwd, env, uid }: ProgramOptions = {}): Running {
  const child = spawn(process.execPath, args, {
    cwd,
    ...(uid !== undefined && { uid }),
    env: { ...process.env, ...OURS, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onEnd(() => void child.kill("SIGKILL"));
  const texts = { out: "", err: "" };
  const seen = { out: 0, err: 0 };
  let all = "";
  const waiting = new Set<() => void>();
  for (const name of STREAMS) {
    child[`std${name}`].setEncoding("utf8").on("data", (chunk: string) => {
      texts[name] += chunk;
      all += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  const prints = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`${pattern} was not printed in:\n${all}`));
      const timer = setTimeout(fail, PATIENCE_MS);
      const look = (): void => {
        for (const name of STREAMS) {
          const match = pattern.exec(texts[name].slice(seen[name]));
          if (match === null) continue;
          seen[name] += match.index + match[0].length;
          clearTimeout(timer);
          waiting.delete(look);
          return resolve(match);
        }
      };
      waiting.add(look);
      look();
      void ended.then(fail);
    });
  return { child, prints, printed: () => all, ended };
}

/** Runs a program of Node's to its end, in a process of its own. */
export function runProcess(args: readonly string[], options?: ProgramOptions): Promise<Ended> {
  return launch(args, options).ended;
}

/** The same, but that commands of this repository's program that end by themselves run in this process. */
export async function run(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  const [program, ...rest] = args;
  if (program !== CLI) return runProcess(args, options);
  // Few files need the sources.
  const { endsByItself, runInProcess } = await import("./in-process.ts");
  if (!endsByItself(rest)) return runProcess(args, options);
  const { cwd, env } = options;
  return { ...(await runInProcess(rest, { cwd, env: { ...OURS, ...env } })), signal: null };
}

/**
 * Runs a call of `start` that has to fail before it serves, in this process. One that loads routes runs their modules here.
 */
export async function refused(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  const { runInProcess } = await import("./in-process.ts");
  const { cwd, env } = options;
  return { ...(await runInProcess(args, { cwd, env: { ...OURS, ...env } })), signal: null };
}

/** Runs an installed package's command that ends by itself, in this process. */
export async function runInstalled(
  program: string,
  args: readonly string[],
  { cwd, env }: ProgramOptions = {},
): Promise<Ended> {
  const inProcess = await import("./in-process.ts");
  const ended = await inProcess.runInstalled(program, args, { cwd, env: { ...OURS, ...env } });
  return { ...ended, signal: null };
}

/** Starts a program that prints the URL at which it is ready. */
export async function serving(args: readonly string[], options: ProgramOptions = {}): Promise<Serving> {
  const running = launch(args, { ...options, env: { PORT: "0", ...options.env } });
  const [, url] = await running.prints(/(http:\/\/\S+) ready in \d+ ms.*\n/);
  return { ...running, url: url! };
}
