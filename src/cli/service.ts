import type { CompiledTree } from "../cluster/tree.ts";
import { hasBuild } from "../project/manifest.ts";
import { END_SIGNALS } from "../lifecycle/signals.ts";
import type { ProgramLog } from "./log.ts";
import type { Values } from "./command.ts";
import { paint } from "./terminal.ts";

export interface ServeOptions {
  /** The project's folder, absolute. */
  readonly dir: string;
  /** The build's folder, where it is not `.pages-api/build` in the project. */
  readonly buildDir?: string | undefined;
  /** `SERVE_OPTIONS`, as the command line gave them. */
  readonly values?: Values;
  /** Compiles the routes for all workers where there is no build. */
  readonly compile?: (dir: string, log: ProgramLog) => Promise<CompiledTree>;
}

/** `http://localhost:3000 ready in 80 ms, from the build`. */
export function readyText({ dir, buildDir }: ServeOptions, url: string, begun: number): string {
  const time = Math.round(performance.now() - begun);
  const from = hasBuild(dir, buildDir) ? "from the build" : "compiled at start";
  return `${paint("bold", url)} ready in ${time} ms, ${from}`;
}

/**
 * Ends the process, with exit code 0, at a signal that comes before it serves. Without a listener process 1, which it
 * is in a container, gets none.
 *
 * @returns a function that takes it back
 */
export function endWhileStarting(): () => void {
  const end = (): void => process.exit();
  // It is kept until then: a second signal, such as npm's, would kill the process.
  for (const signal of END_SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of END_SIGNALS) process.off(signal, end);
  };
}

/** What happens at a signal is not its doing. */
export function reportOfSignals({ info }: ProgramLog): void {
  for (const signal of END_SIGNALS)
    process.once(signal, () => info(`${signal}: closing when the running requests are answered`));
}
