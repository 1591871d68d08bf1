import { dirname, join } from "node:path";
import { lookAtConventions, type ProjectChoice } from "../conventions/index.ts";
import { RouteError } from "../error.ts";
import { createWatcher } from "../project/watcher.ts";
import type { AccessEntry } from "../observe/access-line.ts";
import { firstFrameOf, sourceRoot } from "../observe/code-frame.ts";
import { causeOf } from "../observe/repeated.ts";
import { printable, printableValue, visible } from "../observe/visible.ts";
import { describeIgnored } from "../routes/diagnose.ts";
import { claimRoutes } from "../routes/claim.ts";
import type { RouteTree } from "../routes/project.ts";
import { wantsTypes, writeTypes } from "../routes/types.ts";
import { Router } from "../routing/router.ts";
import { ApiServer } from "../app/server.ts";
import { END_SIGNALS, type Ending, endOnSignals } from "../lifecycle/signals.ts";
import type { AllowedHosts } from "../http/allowed-hosts.ts";
import type { Command, Values } from "./command.ts";
import { choiceOf, SERVED_OPTIONS } from "./project-options.ts";
import { ADDRESS_OPTIONS, listen } from "./listen.ts";
import { endWhileStarting } from "./service.ts";
import { SUMMARY_OPTIONS, summaryOf, textOfSummary } from "./summary.ts";
import { paint } from "./terminal.ts";

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
    ...SUMMARY_OPTIONS,
  },
  async run(dir, values) {
    process.env["NODE_ENV"] ??= "development";
    const begun = performance.now();
    const choice = choiceOf(values);
    let shown = false;
    let current: RouteTree | undefined;
    // Why there is no tree now, as reported.
    let failure: string | undefined;
    const watcher = createWatcher(() => void server.refresh().then(reportRecovery, reportFailure));

    // A request that meets a mistake which is reported already need not show it once more.
    let reported: ReadonlySet<string> = new Set();

    // Errors since the last edit: each is shown once, and counted from then on.
    const met = new Map<string, number>();

    function reportOfRequest(...data: readonly unknown[]): void {
      for (const value of data) {
        const cause = causeOf(value);
        const isReported =
          value instanceof RouteError && (reported.has(value.message) || value.message === failure);
        const times = cause === undefined ? 1 : (met.get(cause) ?? 0) + 1;
        if (cause !== undefined) met.set(cause, times);
        if (times === 1) reportError(value, isReported);
        else reportAgain(value, times);
      }
    }

    function reportReload(tree: RouteTree, before?: RouteTree): void {
      failure = undefined;
      met.clear();
      if (shown) console.log(paint("dim", `reloaded, ${count(tree)}${changesOf(tree, before)}`));
    }

    // The tree may be the previous one.
    function reportRecovery(): void {
      if (failure !== undefined && current !== undefined) reportReload(current);
    }

    // The output may go to a file in the project, which wakes the watcher: what is reported once is not reported again.
    function reportFailure(error: unknown): void {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== failure) reportError(error);
      failure = text;
    }

    function onReload(tree: RouteTree): void {
      const before = current;
      current = tree;
      watcher.watch([...tree.inputs, ...foldersOf(dir, tree)]);
      if (wantsTypes(dir)) updateTypes(dir, choice);
      reportReload(tree, before);
      for (const error of tree.errors) reportError(error);
      reported = new Set(tree.errors.map(({ message }) => message));
    }

    shownRoot = sourceRoot(dir);
    const logger = { error: reportOfRequest, warn: reportWarning };
    const accessLog = { info: reportRequest };
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
    await server.ready().catch((error: unknown) => {
      if (!(error instanceof RouteError)) throw error;
      reportError(error);
      // A module of a route may hold the process.
      process.exit(1);
    });
    server.once("close", () => watcher.close());
    const url = await listen(server, values);
    endOnSignals(endingOf(server), END_SIGNALS);
    release();
    console.log(`${paint("bold", url)} ready in ${Math.round(performance.now() - begun)} ms`);
    if (current !== undefined) await printSummary(dir, current, values, choice);
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

async function printSummary(
  dir: string,
  tree: RouteTree,
  { json }: Values,
  choice: ProjectChoice,
): Promise<void> {
  const summary = await summaryOf(dir, tree, choice);
  if (json === true) console.log(JSON.stringify(summary));
  else console.log(textOfSummary(summary));
  if (json !== true && summary.routes.length === 0) console.log(await describeNone(dir, choice));
}

async function describeNone(dir: string, choice: ProjectChoice): Promise<string> {
  const { conventions } = await lookAtConventions(dir, choice);
  const ignored = await describeIgnored({ dir, conventions });
  return `  There are no routes yet. ${ignored ?? "The first may be pages/api/hello.ts"}`;
}

/** Beside the answers: whoever edits waits for them, not for these. */
function updateTypes(dir: string, choice: ProjectChoice): void {
  void lookAtConventions(dir, choice)
    .then(async ({ conventions }) => {
      const { routes } = new Router(await claimRoutes({ dir, conventions, loader: {} }, true));
      writeTypes(dir, routes);
    })
    .catch((error: unknown) => reportWarning(`The types of the routes were not written. ${String(error)}`));
}

/** As many as fit on a line. */
const NAMED = 3;

/** Which files are why the routes were read again: `: pages/api/a.js changed`. */
function changesOf({ versions }: RouteTree, before: RouteTree | undefined): string {
  if (before === undefined) return "";
  const changes: string[] = [];
  for (const [file, version] of versions) {
    if (!before.versions.has(file)) changes.push(`${file} is new`);
    else if (before.versions.get(file) !== version) changes.push(`${file} changed`);
  }
  for (const file of before.versions.keys()) if (!versions.has(file)) changes.push(`${file} is gone`);
  if (changes.length === 0) return "";
  const more = changes.length > NAMED ? [`and ${changes.length - NAMED} more`] : [];
  return visible(`: ${[...changes.slice(0, NAMED), ...more].join(", ")}`);
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
function reportRequest({ method, url, status = 0, aborted, duration }: AccessEntry): void {
  // Browsers ask for it by themselves, once for each page.
  if (url === "/favicon.ico" && status === 404) return;
  const style = status >= 500 ? "red" : status >= 400 || aborted === true ? "yellow" : "green";
  const result = paint(style, aborted === true ? "aborted" : String(status));
  console.log(`${method} ${visible(url)} ${result} in ${Math.round(duration)} ms`);
}

/** Files of the project are quoted, and no others. A process has one development server. */
let shownRoot = "";

/** One line for an error that is above. */
function reportAgain(error: unknown, times: number): void {
  const text = printable(error instanceof RouteError ? error.message : String(error));
  console.error(paint("red", "error", process.stderr), `${text.split("\n", 1)[0]} (${times} times)`);
}

function reportError(value: unknown, brief = false): void {
  const several = value instanceof RouteError && !brief ? value.errors : undefined;
  if (several !== undefined) {
    for (const each of several) reportError(each);
    return;
  }
  const text = value instanceof RouteError ? printable(value.message, value.file) : printableValue(value);
  const frame = brief ? undefined : firstFrameOf(value, shownRoot);
  // The compiler quotes the line, which the frame has too.
  const isQuoted = value instanceof RouteError && value.code === "ROUTE_COMPILE" && frame !== undefined;
  const shown = brief || isQuoted ? String(text).split("\n", 1)[0] : text;
  console.error(paint("red", "error", process.stderr), shown);
  if (frame !== undefined) console.error(`\n${printable(frame.text)}\n`);
}

function reportWarning(...data: readonly unknown[]): void {
  console.warn(paint("yellow", "warn", process.stderr), ...data.map(printableValue));
}
