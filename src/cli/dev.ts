import { dirname, join } from "node:path";
import { lookAtConventions, type ProjectChoice } from "../conventions/index.ts";
import { RouteError } from "../error.ts";
import { createWatcher } from "../project/watcher.ts";
import type { AccessEntry } from "../observe/access-log.ts";
import { firstFrameOf, sourceRoot } from "../observe/code-frame.ts";
import { visible } from "../observe/visible.ts";
import { describeIgnored } from "../routes/diagnose.ts";
import type { RouteTree } from "../routes/project.ts";
import { ApiServer } from "../app/server.ts";
import { END_SIGNALS, type Ending, endOnSignals } from "../lifecycle/signals.ts";
import type { AllowedHosts } from "../http/allowed-hosts.ts";
import type { Command, Values } from "./command.ts";
import { choiceOf, SERVED_OPTIONS } from "./project-options.ts";
import { ADDRESS_OPTIONS, listen } from "./listen.ts";
import { endWhileStarting } from "./service.ts";
import { paint, table } from "./terminal.ts";

export const dev: Command = {
  summary: "Serves the routes in development: edits apply on the next request",
  options: {
    ...ADDRESS_OPTIONS,
    "allowed-hosts": {
      type: "string",
      value: "names",
      help: "names to answer to besides localhost and addresses, with commas; .dev.test for all below; all for any",
    },
    ...SERVED_OPTIONS,
  },
  async run(dir, values) {
    process.env["NODE_ENV"] ??= "development";
    const begun = performance.now();
    let shown = false;
    let current: RouteTree | undefined;
    // Why there is no tree now, as reported.
    let failure: string | undefined;
    const watcher = createWatcher(() => void server.refresh().then(tellRecovery, tellFailure));

    // A request that meets a mistake which is reported already need not show it once more.
    let told: ReadonlySet<string> = new Set();

    function tellOfRequest(...data: readonly unknown[]): void {
      for (const value of data) {
        tellError(
          value,
          value instanceof RouteError && (told.has(value.message) || value.message === failure),
        );
      }
    }

    function tellReload(tree: RouteTree): void {
      failure = undefined;
      if (shown) console.log(paint("dim", `reloaded, ${count(tree)}`));
    }

    // The tree may be the one of before.
    function tellRecovery(): void {
      if (failure !== undefined && current !== undefined) tellReload(current);
    }

    // The output may go to a file in the project, which wakes the watcher: what is reported once is not reported again.
    function tellFailure(error: unknown): void {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== failure) tellError(error);
      failure = text;
    }

    function onReload(tree: RouteTree): void {
      current = tree;
      watcher.watch([...tree.inputs, ...foldersOf(dir, tree)]);
      tellReload(tree);
      for (const error of tree.errors) tellError(error);
      told = new Set(tree.errors.map(({ message }) => message));
    }

    shownRoot = sourceRoot(dir);
    const logger = { error: tellOfRequest, warn: tellWarning };
    const accessLog = { info: tellRequest };
    const choice = choiceOf(values);
    const settings = {
      dir,
      dev: true,
      logger,
      accessLog,
      allowedHosts: allowedHostsOf(values),
      shutdownTimeout: SHUTDOWN_MS,
      ...choice,
    };
    const server = new ApiServer(settings, { onReload });
    const release = endWhileStarting();
    await server.ready();
    server.once("close", () => watcher.close());
    const url = await listen(server, values);
    endOnSignals(endingOf(server), END_SIGNALS);
    release();
    console.log(`${paint("bold", url)} ready in ${Math.round(performance.now() - begun)} ms`);
    if (current !== undefined) console.log(tableOf(current) || (await describeNone(dir, choice)));
    shown = true;
    return undefined;
  },
};

/** The names to answer to; the one that is listened on is one of them. */
function allowedHostsOf(values: Values): AllowedHosts {
  const { "allowed-hosts": names, hostname } = values;
  if (names === "all") return true;
  const given = String(names ?? "").split(",");
  return [...given, String(hostname ?? process.env["HOST"] ?? "")]
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** What running requests may take at the end, and the work behind them. */
const SHUTDOWN_MS = 1_000;

/** Ends sooner than in production, where a timer or a pool of a route is given time to let go of the process. */
function endingOf(server: ApiServer): Ending {
  return {
    async shutdown() {
      await new Promise((resolve) => server.close(resolve));
      // Listeners of the project's own may have something to finish.
      if (END_SIGNALS.every((signal) => process.listenerCount(signal) === 1)) process.exit();
    },
    cut: () => void server.shutdown({ signal: AbortSignal.abort() }),
  };
}

async function describeNone(dir: string, choice: ProjectChoice): Promise<string> {
  const { conventions } = await lookAtConventions(dir, choice);
  const ignored = await describeIgnored({ dir, conventions });
  return `  There are no routes yet. ${ignored ?? "The first may be pages/api/hello.ts"}`;
}

function tableOf({ router }: RouteTree): string {
  return table(router.routes.map(({ pattern, file }) => [pattern, paint("dim", file)]));
}

/** The folders that hold routes, near or far, so that a new one is noticed in any of them. */
function foldersOf(dir: string, { router }: RouteTree): Set<string> {
  const folders = new Set<string>();
  for (const { file } of router.routes) {
    for (let path = file; path !== "."; path = dirname(path)) folders.add(join(dir, path));
  }
  return folders;
}

function count({ router }: RouteTree): string {
  const { length } = router.routes;
  return `${length} ${length === 1 ? "route" : "routes"}`;
}

/** One line a request, when its answer is out. */
function tellRequest({ method, url, status = 0, aborted, duration }: AccessEntry): void {
  const style = status < 400 ? "green" : status < 500 ? "yellow" : "red";
  const result = paint(style, aborted === true ? "aborted" : String(status));
  console.log(`${method} ${visible(url)} ${result} in ${Math.round(duration)} ms`);
}

/** Files of the project are quoted, and no others. A process has one development server. */
let shownRoot = "";

function tellError(value: unknown, brief = false): void {
  const text = value instanceof RouteError ? value.message : value;
  console.error(paint("red", "error", process.stderr), brief ? String(text).split("\n", 1)[0] : text);
  const frame = brief ? undefined : firstFrameOf(value, shownRoot);
  if (frame !== undefined) console.error(`\n${frame.text}\n`);
}

function tellWarning(...data: readonly unknown[]): void {
  console.warn(paint("yellow", "warn", process.stderr), ...data);
}
