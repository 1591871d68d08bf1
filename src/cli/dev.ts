import { dirname, join } from "node:path";
import { lookAtConventions, type ProjectChoice } from "../conventions/index.ts";
import { RouteError } from "../error.ts";
import { createWatcher } from "../project/watcher.ts";
import { describeIgnored } from "../routes/diagnose.ts";
import { claimRoutes } from "../routes/claim.ts";
import type { RouteTree } from "../routes/project.ts";
import { wantsTypes, writeTypes } from "../routes/declarations.ts";
import { Router } from "../routing/router.ts";
import { ApiServer } from "../app/server.ts";
import { END_SIGNALS, type Ending, endOnSignals } from "../lifecycle/signals.ts";
import type { AllowedHosts } from "../http/allowed-hosts.ts";
import type { Command, Values } from "./command.ts";
import { choiceOf, SERVED_OPTIONS } from "./project-options.ts";
import { ADDRESS_OPTIONS, addressOf, listen } from "./listen.ts";
import { endWhileStarting } from "./service.ts";
import { SUMMARY_OPTIONS, summaryOf, textOfSummary } from "./summary.ts";
import { paint } from "./terminal.ts";
import { DevReport, reportRequest, reportWarning } from "./dev-report.ts";

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
    const address = addressOf(values);
    const choice = choiceOf(values);
    const report = new DevReport(dir);
    const watcher = createWatcher(() => void server.refresh().then(report.recovered, report.failed));
    function onReload(tree: RouteTree): void {
      watcher.watch([...tree.inputs, ...foldersOf(dir, tree)]);
      if (wantsTypes(dir)) updateTypes(dir, choice);
      report.reloaded(tree);
    }
    const settings = {
      dir,
      dev: true,
      logger: report.logger,
      accessLog: { info: reportRequest },
      allowedHosts: allowedHostsOf(values),
      shutdownTimeout: SHUTDOWN_MS,
      ...choice,
    };
    const server = new ApiServer(settings, { onReload });
    const release = endWhileStarting();
    await server.ready().catch((error: unknown) => {
      if (!(error instanceof RouteError)) throw error;
      report.error(error);
      // A module of a route may hold the process.
      process.exit(1);
    });
    server.once("close", () => watcher.close());
    const url = await listen(server, address);
    endOnSignals(endingOf(server), END_SIGNALS);
    release();
    console.log(`${paint("bold", url)} ready in ${Math.round(performance.now() - begun)} ms`);
    if (report.current !== undefined) await printSummary(dir, report.current, values, choice);
    report.isReady = true;
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

/** The folders that hold routes, near or far, so that a new one is noticed in any of them. */
function foldersOf(dir: string, { router }: RouteTree): Set<string> {
  const folders = new Set<string>();
  for (const { file } of router.routes) {
    for (let path = file; path !== "."; path = dirname(path)) folders.add(join(dir, path));
  }
  return folders;
}
