import { shareSecret } from "../api/preview-keys.ts";
import { WorkerCache } from "../cluster/cache.ts";
import { isWorker, runWorker, type Serving, workerId } from "../cluster/worker.ts";
import type { Order } from "../cluster/messages.ts";
import { openPrepared } from "../cluster/tree.ts";
import type { RouteTree } from "../routes/project.ts";
import { writeLine } from "../observe/lines.ts";
import { RouteError } from "../error.ts";
import type { Logger } from "../observe/logger.ts";
import type { Hooks } from "../app/create.ts";
import { ApiServer } from "../app/server.ts";
import type { Values } from "./command.ts";
import { reportFailure, textOfFailure } from "./failure.ts";
import { ADDRESS_OPTIONS, addressOf, listen } from "./listen.ts";
import { LOG_OPTIONS, logOf, type ProgramLog } from "./log.ts";
import { helpOf, parseOptions } from "./arguments.ts";
import { endWhileStarting, readyText, type ServeOptions, reportOfSignals } from "./service.ts";
import { choiceOf } from "./project-options.ts";
import { SUMMARY_OPTIONS, summaryOf, textOfSummary } from "./summary.ts";
import { SERVER_OPTIONS, settingsOf, workersOf } from "./server-options.ts";

/** Options of a server in production. */
export const SERVE_OPTIONS = { ...ADDRESS_OPTIONS, ...LOG_OPTIONS, ...SERVER_OPTIONS, ...SUMMARY_OPTIONS };

/** Serves a project in production until a signal ends the process. Settles once the server listens. */
export async function serve(options: ServeOptions): Promise<void> {
  process.env["NODE_ENV"] ??= "production";
  const { values = {} } = options;
  if (isWorker) {
    return runWorker((order) => serveOrder(options, order), textOfFailure);
  }
  const count = workersOf(values);
  if (count !== undefined) {
    const { servePool } = await import("./pool.ts");
    return servePool(options, count);
  }
  const begun = performance.now();
  const address = addressOf(values);
  const log = logOf(values);
  const { server, tree } = serverOf(options, log, { shutdownSignals: true });
  const release = endWhileStarting();
  await server.opened();
  const summary = await summaryText(options.dir, tree(), values, log);
  const url = await listen(server, address);
  release();
  reportOfSignals(log);
  log.info(readyText(options, url, begun));
  if (summary !== undefined) writeLine(summary);
}

type ServedTree = Pick<RouteTree, "project" | "router">;

/** The table of what is served, or JSON of it; nothing in a log that is for machines. */
async function summaryText(
  dir: string,
  tree: ServedTree | undefined,
  values: Values,
  log: ProgramLog,
): Promise<string | undefined> {
  const { json } = values;
  if (tree === undefined || (json !== true && !log.isText)) return undefined;
  const summary = await summaryOf(dir, tree, choiceOf(values));
  return json === true ? JSON.stringify(summary) : textOfSummary(summary);
}

/** Serves as a worker. The first one reports what it serves, which the primary prints. */
async function serveOrder(options: ServeOptions, { quiet, prepared, secret }: Order): Promise<Serving> {
  shareSecret(secret);
  const { dir, values = {} } = options;
  const log = logOf(values, workerId);
  let starting = true;
  const { server, tree } = serverOf(
    options,
    quiet ? muted(log, () => starting) : log,
    {},
    prepared && openPrepared(dir, prepared),
  );
  await server.ready();
  const url = await listen(server, addressOf(values));
  starting = false;
  const summary = quiet ? undefined : await summaryText(dir, tree(), values, log);
  return { url, server, summary };
}

/** A server, and what it serves once that is loaded. */
function serverOf(
  { dir, buildDir, values = {} }: ServeOptions,
  { options }: ProgramLog,
  more: { shutdownSignals?: true },
  loader?: ReturnType<typeof openPrepared>,
): { server: ApiServer; tree: () => ServedTree | undefined } {
  let tree: ServedTree | undefined;
  const build = buildDir === undefined ? {} : { buildDir };
  const cacheMemory: Hooks["cacheMemory"] = isWorker
    ? (size, built) => new WorkerCache(size, built)
    : undefined;
  const server = new ApiServer(
    { dir, dev: false, ...settingsOf(values), ...options, ...build, ...more },
    { loader, cacheMemory, onLoad: (loaded) => void (tree = loaded) },
  );
  return { server, tree: () => tree };
}

/** Leaves out for a while what the files of the project alone decide. */
function muted(log: ProgramLog, isMuted: () => boolean): ProgramLog {
  const { logger } = log.options;
  const warn: Logger["warn"] = (...data) => {
    if (!isMuted()) logger.warn(...data);
  };
  const error: Logger["error"] = (...data) => {
    const [first] = data;
    const reported = first instanceof RouteError && first.code !== "ROUTE_IMPORT";
    if (!isMuted() || !reported) logger.error(...data);
  };
  return { ...log, options: { ...log.options, logger: { ...logger, warn, error } } };
}

/** Runs `server.js` of a standalone folder, with the options of the command line. */
export async function serveStandalone(dir: string): Promise<void> {
  try {
    const { values } = parseOptions(SERVE_OPTIONS, process.argv.slice(2), 0);
    if (values["help"] === true) {
      console.log(helpOf("Serves the routes in production.", "node server.js [options]", SERVE_OPTIONS));
      return;
    }
    // Files are read from the working directory as often as from `__dirname`; Next's standalone server goes there too.
    process.chdir(dir);
    await serve({ dir, values });
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}
