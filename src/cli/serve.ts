import { hasBuild } from "../load/built.ts";
import { createServer } from "../server.ts";
import { tellFailure } from "./failure.ts";
import { listen } from "./listen.ts";
import { logOf } from "./log.ts";
import { paint } from "./terminal.ts";

export interface ServeOptions {
  /** The project's folder, absolute. */
  readonly dir: string;
  /** The build's folder, where it is not `.pages-api/build` in the project. */
  readonly buildDir?: string | undefined;
  /** `port`, `hostname` and `log`, as the command line gave them. */
  readonly values?: Readonly<Record<string, string | boolean | undefined>>;
}

/** Serves a project in production until a signal ends the process. Settles once the server listens. */
export async function serve({ dir, buildDir, values = {} }: ServeOptions): Promise<void> {
  process.env["NODE_ENV"] ??= "production";
  const begun = performance.now();
  const build = buildDir === undefined ? {} : { buildDir };
  const log = logOf(values);
  const server = createServer({ dir, dev: false, shutdownSignals: true, ...log.options, ...build });
  await server.ready();
  const url = await listen(server, values);
  tellOfSignals(log.say);
  const time = Math.round(performance.now() - begun);
  const from = hasBuild(dir, buildDir) ? "from the build" : "compiled at start";
  log.say(`${paint("bold", url)} ready in ${time} ms, ${from}`);
}

/** Runs `server.js` of a standalone folder. */
export async function serveStandalone(dir: string): Promise<void> {
  // Files are read from the working directory as often as from `__dirname`; Next's standalone server goes there too.
  process.chdir(dir);
  try {
    await serve({ dir });
  } catch (error) {
    tellFailure(error);
    process.exit(1);
  }
}

/** What happens at a signal is the server's doing. */
function tellOfSignals(say: (text: string) => void): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => say(`${signal}: closing when the running requests are answered`));
}
