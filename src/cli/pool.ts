import cluster from "node:cluster";
import { resolve } from "node:path";
import { Pool } from "../cluster/pool.ts";
import { SHUTDOWN_TIMEOUT_MS } from "../lifecycle/hooks.ts";
import { defaultBuildDir, readManifest } from "../project/manifest.ts";
import { realPath } from "../compile/source.ts";
import { END_SIGNALS, endOnSignals } from "../lifecycle/signals.ts";
import { writeLine } from "../observe/lines.ts";
import { UsageError } from "./command.ts";
import { textOfFailure } from "./failure.ts";
import { addressOf } from "./listen.ts";
import { logOf } from "./log.ts";
import { readyText, type ServeOptions, reportOfSignals } from "./service.ts";
import { settingsOf } from "./server-options.ts";
import { count } from "./terminal.ts";

/** Serves a project with workers. Settles once they listen, or a signal has ended it before. */
export async function servePool(options: ServeOptions, workers: number): Promise<void> {
  if (cluster.isWorker) throw new UsageError("This process is a worker already: start it without --workers.");
  const { dir, buildDir, values = {}, compile } = options;
  const begun = performance.now();
  // A port that is none is reported before anything is compiled.
  addressOf(values);
  const log = logOf(values);
  const { shutdownDelay = 0, shutdownTimeout = SHUTDOWN_TIMEOUT_MS } = settingsOf(values);
  const pool = new Pool({
    count: workers,
    delay: shutdownDelay,
    timeout: shutdownTimeout,
    log,
    async prepare() {
      const [, program = ""] = process.argv;
      const release = { program: realPath(program) };
      // A standalone folder is program and build in one.
      if (compile === undefined) return release;
      try {
        const folder = realPath(resolve(dir, buildDir ?? defaultBuildDir(dir)));
        const manifest = readManifest(dir, folder);
        if (manifest !== undefined) return { ...release, prepared: { manifest, buildDir: folder } };
        // The first worker reports a folder that is named and missing.
        return buildDir === undefined ? { ...release, prepared: { tree: await compile(dir, log) } } : release;
      } catch (error) {
        throw new UsageError(textOfFailure(error), { cause: error });
      }
    },
  });
  reportOfSignals(log);
  const release = endOnSignals(pool, END_SIGNALS);
  process.on("SIGHUP", () => {
    if (pool.ended) return;
    log.info("SIGHUP: rolling restart");
    pool.roll();
  });
  try {
    const { url, summary } = await pool.start();
    log.info(`${readyText(options, url, begun)}, ${count(workers, "worker")}`);
    if (summary !== undefined) writeLine(summary);
  } catch (error) {
    if (pool.ended) return;
    release();
    throw new UsageError((error as Error).message, { cause: error });
  }
}
