import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { type Program, serve } from "./commands.ts";
import type { Stage } from "./dockerfile.ts";

const exec = promisify(execFile);

/** What is run in the image has its environment, and the way to Node. */
const environmentOf = ({ env }: Stage): NodeJS.ProcessEnv => ({ PATH: process.env["PATH"], ...env });

/** Makes a process the first of its namespace, as in a container, and its user the image's. */
function contained({ user = "0:0" }: Stage, command: readonly string[]): string[] {
  const [uid = "", gid = uid] = user.split(":");
  const who = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs"];
  return ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "setpriv", ...who, ...command];
}

export interface Container extends Program {
  /** What the kernel says of the process that is the first one in there: a line of /proc/PID/status. */
  status(name: string): string[];
  /** Sends a signal to the process that is the first one in there. */
  kill(signal: NodeJS.Signals): void;
  /** Carries out the HEALTHCHECK; gives whether it says that all is well. */
  isHealthy(): Promise<boolean>;
}

/** Runs an image: its CMD, as its user, with process id 1, until it serves or `says` something. Only root may, on Linux. */
export async function runImage(image: Stage, says?: string): Promise<Container> {
  const dir = image.path(".");
  const program = await serve(contained(image, image.command), { dir, env: environmentOf(image), says });
  const [first] = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, "utf8").split(" ");
  return {
    ...program,
    status(name) {
      const line = readFileSync(`/proc/${first}/status`, "utf8").split(`\n${name}:`)[1]!;
      return line.split("\n")[0]!.trim().split(/\s+/);
    },
    kill: (signal) => void process.kill(Number(first), signal),
    async isHealthy() {
      const [name = "", ...args] = image.healthcheck;
      const env = { ...environmentOf(image), PORT: new URL(program.url).port };
      const timeout = image.healthOptions["timeout"]! * 1000;
      return exec(name, args, { cwd: dir, env, timeout }).then(
        () => true,
        () => false,
      );
    },
  };
}
