import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

const CORES = { client: 0, server: 1 } as const;

/** Whether server and client each keep to a core of their own: on Linux, where there are two. */
export const PINS = availableParallelism() > 1 && hasTaskset();

/** A command that keeps to its core, where that is possible. */
export function pinned(side: keyof typeof CORES, command: readonly string[]): readonly string[] {
  return PINS ? ["taskset", "-c", String(CORES[side]), ...command] : command;
}

function hasTaskset(): boolean {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
