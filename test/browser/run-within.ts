import { spawn } from "node:child_process";

export interface RunWithinOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a program to its end. After `ms` it is killed, with all that it started. What it printed is in the error. */
export async function runWithin(
  ms: number,
  command: string,
  args: readonly string[],
  { cwd, env }: RunWithinOptions,
): Promise<void> {
  // A group of its own: npm and Metro start processes that outlive a kill of the first one.
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => void (printed += text));
  }
  let late = false;
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => {
    late = true;
    end();
  }, ms);
  // Not "close": a process left behind could hold the pipes open.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("exit", resolve);
  }).finally(() => {
    clearTimeout(timer);
    end();
  });
  if (code === 0) return;
  const how = late ? `was not done after ${ms / 1000} s` : `ended with code ${code}`;
  throw new Error(`${command} ${args.join(" ")} ${how}. It printed:\n${printed}`);
}
