import { Console } from "node:console";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
// It keeps the working directory of its first import, which is to be one that stays.
import "esbuild";
import { reportFailure } from "../../src/cli/failure.ts";
import { main } from "../../src/cli/main.ts";

export interface Finished {
  readonly code: number;
  /** What it printed on stdout, and on stderr. */
  readonly out: string;
  readonly err: string;
}

interface Surroundings {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
}

/** What serves until it is ended; all else ends by itself, and these do where they only print. */
const SERVING = new Set(["dev", "start"]);
const PRINTING = new Set(["--help", "-h", "--version", "-v"]);

/** What a command listens to that serves; one that fails before leaves that to the end of its process. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Whether a call of the program ends without serving. */
export function endsByItself(args: readonly string[]): boolean {
  return !SERVING.has(args[0] ?? "") || args.some((arg) => PRINTING.has(arg));
}

/**
 * Runs a call of the program in this process, one after another: most of what a process of its own takes is its start.
 * What the command changes in the process is as before when it has ended.
 */
export function runInProcess(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Surroundings = {},
  command: (args: readonly string[]) => Promise<number | undefined> = main,
): Promise<Finished> {
  const run = async (): Promise<Finished> => {
    const before = { cwd: process.cwd(), env: { ...process.env }, console: globalThis.console };
    const listeners = SIGNALS.map((signal) => process.listeners(signal));
    const [out, err] = [kept(), kept()];
    process.chdir(cwd);
    setEnv({ ...process.env, ...env });
    globalThis.console = new Console(out.stream, err.stream);
    try {
      const code = await command(args).catch((error: unknown) => {
        reportFailure(error);
        return 1;
      });
      return { code: code ?? 0, out: out.text(), err: err.text() };
    } finally {
      globalThis.console = before.console;
      SIGNALS.forEach((signal, index) => {
        for (const listener of process.listeners(signal))
          if (!listeners[index]!.includes(listener)) process.off(signal, listener);
      });
      setEnv(before.env);
      process.chdir(before.cwd);
    }
  };
  const result = last.then(run);
  last = result.catch(() => {});
  return result;
}

/** The same, by an installed package's own program. */
export function runInstalled(
  program: string,
  args: readonly string[],
  surroundings?: Surroundings,
): Promise<Finished> {
  return runInProcess(args, surroundings, async () => {
    const before = { argv: process.argv, exit: process.exit, exitCode: process.exitCode };
    let exited: number | undefined;
    const exit = (code?: number): never => {
      exited = code ?? 0;
      throw new Error("The program has ended.");
    };
    Object.assign(process, { argv: [process.execPath, program, ...args], exit, exitCode: undefined });
    try {
      // It runs when it is imported, each time.
      await import(`${pathToFileURL(program).href}?run=${(runs += 1)}`);
      return Number(process.exitCode ?? 0);
    } catch (error) {
      if (exited === undefined) throw error;
      return exited;
    } finally {
      Object.assign(process, before);
    }
  });
}

let runs = 0;
let last: Promise<unknown> = Promise.resolve();

function setEnv(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}

function kept(): { stream: Writable; text: () => string } {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream, text: () => text };
}
