import { join, resolve } from "node:path";
import { lookAtConventions, type ProjectChoice, withStartup } from "../conventions/index.ts";
import { RouteError } from "../error.ts";
import { takeOverAnswers } from "../static/answers.ts";
import { exportAnswers } from "../static/export.ts";
import type { BuildResult } from "../build/build.ts";
import type { Prerendered } from "../app/prerender.ts";
import type { StandaloneOptions } from "../build/standalone.ts";
import { defaultBuildDir } from "../project/manifest.ts";
import { importTracer, type Tracer } from "../build/trace.ts";
import { packageManagerOf } from "../compile/uninstalled.ts";
import type { Logger } from "../observe/logger.ts";
import { claimRoutes, patternsOf, warnOfShadowed } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import { printableValue } from "../observe/visible.ts";
import { type Command, UsageError, type Values } from "./command.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { checkOutput, type Output, outputOf, shownPath, sizeOf, textOfBytes } from "./output.ts";
import { count, paint } from "./terminal.ts";

const LOGGER: Logger = {
  error: (...data) => console.error(paint("red", "error", process.stderr), ...data.map(printableValue)),
  warn: (...data) => console.warn(paint("yellow", "warn", process.stderr), ...data.map(printableValue)),
};

/** A long build says how far it is: after so many answers, or so much time. */
const PROGRESS_ANSWERS = 1000;
const PROGRESS_MS = 5000;

export const build: Command = {
  summary: "Compiles the routes into a folder that start serves",
  options: {
    out: {
      type: "string",
      value: "folder",
      help: "folder to write; default: .pages-api/build or .pages-api/standalone in the project",
    },
    ...PROJECT_OPTIONS,
    export: { type: "boolean", help: "write the static answers as files too, into out in the project" },
    standalone: { type: "boolean", help: "write a folder with all that is needed to run: node server.js" },
    json: {
      type: "boolean",
      help: "print { routes, bytes, outDir, static, exported, standalone } on one line",
    },
  },
  async run(dir, values) {
    const standalone = values["standalone"] === true;
    const out = typeof values["out"] === "string" ? resolve(values["out"]) : undefined;
    const buildDir = (standalone ? undefined : out) ?? defaultBuildDir(dir);
    const folder = out ?? (standalone ? join(dir, ".pages-api", "standalone") : buildDir);
    checkOutput(dir, folder);
    const exported = values["export"] === true ? join(dir, "out") : undefined;
    const tracer = standalone ? await findTracer(dir) : undefined;
    const output = outputOf(values["json"] === true);
    const plan = {
      dir,
      outDir: buildDir,
      choice: choiceOf(values),
      command: commandOf(values),
      exported,
      output,
    };
    if (!(await compileRoutes(plan))) return 1;
    if (tracer !== undefined) {
      const { assets = [] } = await lookAtConventions(dir, choiceOf(values));
      await copyStandalone({ tracer, dir, buildDir, outDir: folder, assets }, output);
    }
    output.end();
    return 0;
  },
};

/** What writes the build again, as the manifest says it. */
function commandOf(values: Values): string {
  const names = ["out", "convention", "page-extensions"].filter((name) => values[name] !== undefined);
  const words = names.flatMap((name) => [`--${name}`, String(values[name])]);
  if (values["export"] === true) words.push("--export");
  const quoted = words.map((word) => (/^[\w./,@:-]+$/.test(word) ? word : JSON.stringify(word)));
  return ["pages-api build", ...quoted].join(" ");
}

interface BuildPlan {
  readonly dir: string;
  readonly outDir: string;
  readonly choice: ProjectChoice;
  /** What writes the build again. */
  readonly command: string;
  /** The folder for static answers as files, where they were asked for. */
  readonly exported: string | undefined;
  readonly output: Output;
}

async function compileRoutes(plan: BuildPlan): Promise<boolean> {
  const { dir, outDir, choice, command, output } = plan;
  const begun = performance.now();
  const { writeBuild } = await import("../build/build.ts");
  const { configMistakes, withExportReader } = await import("../project/static-config.ts");
  const { handlerFaults } = await import("../check/handlers.ts");
  const { conventions, companions, compile } = await lookAtConventions(dir, choice);
  const router = new Router(await claimRoutes({ dir, conventions, loader: {} }));
  warnOfShadowed(router, LOGGER);
  const routes = router.routes.map(({ file }) => file);
  const [configs, handlers] = await withExportReader(
    dir,
    (reader) => Promise.all([configMistakes(reader, router.routes), handlerFaults(reader, router.routes)]),
    compile?.tsconfig,
  );
  const beside = withStartup(dir, routes, choice.pageExtensions);
  const files = [...companions, ...beside].map((file) => join(dir, file));
  const names = conventions.map(({ name }) => name);
  const notes = { command, ...choice, conventions: names, patterns: patternsOf(router.routes) };
  const prerenders = configs.length === 0 && conventions.some((convention) => convention.prerenders);
  let statics: Prerendered | undefined;
  let { exported } = plan;
  const result = await writeBuild({
    dir,
    files,
    outDir,
    notes,
    settings: compile,
    dryRun: configs.length > 0,
    async complete(draft) {
      if (prerenders) statics = await prerenderAnswers(dir, draft, outDir, output);
      exported ??= statics?.exportDir;
      const errors = [...(statics?.errors ?? []), ...(exported === undefined ? [] : unexportable(statics))];
      if (errors.length === 0 && exported !== undefined) exportAnswers(exported, statics?.answers ?? []);
      return { errors, takeOver: () => takeOverAnswers(draft, outDir) };
    },
  });
  for (const warning of [...result.warnings, ...handlers]) LOGGER.warn(warning);
  for (const { text } of result.faults) LOGGER.warn(text);
  const errors = [...result.errors, ...configs];
  const made = statics?.answers ?? [];
  if (errors.length === 0) {
    report(output, result, routes.length, performance.now() - begun);
    if (made.length > 0)
      output.say(`${paint("green", "static")} ${count(made.length, "answer")}`, { static: made.length });
    if (exported !== undefined)
      output.say(`${paint("green", "exported")} ${shownPath(exported)}`, { exported });
  }
  for (const error of errors) LOGGER.error(error);
  if (errors.length > 0) console.error(`\n${count(errors.length, "error")}, nothing was written`);
  return errors.length === 0;
}

/** Files have no server that could answer for each request. */
function unexportable(statics: Prerendered | undefined): RouteError[] {
  const files = [...(statics?.dynamic ?? []), ...(statics?.requested ?? [])];
  return files.map(
    (file) =>
      new RouteError(
        "ROUTE_CONFIG",
        `${file}: its GET is answered for each request, and cannot be exported. Write: export const dynamic = "force-static"`,
        { file },
      ),
  );
}

async function prerenderAnswers(
  dir: string,
  draft: string,
  outDir: string,
  output: Output,
): Promise<Prerendered> {
  process.env["NODE_ENV"] ??= "production";
  const { prerender } = await import("../app/prerender.ts");
  let reported = performance.now();
  const onAnswer = (made: number): void => {
    const now = performance.now();
    if (made % PROGRESS_ANSWERS !== 0 && now - reported < PROGRESS_MS) return;
    reported = now;
    output.say(`${paint("green", "static")} ${count(made, "answer")} so far`);
  };
  return prerender({ dir, draft, outDir, logger: LOGGER, onAnswer });
}

function report(output: Output, { outDir, bytes }: BuildResult, routes: number, time: number): void {
  const size = `${textOfBytes(bytes)} in ${Math.round(time)} ms`;
  const line = `${paint("green", "built")} ${count(routes, "route")}, ${size}: ${shownPath(outDir)}`;
  output.say(line, { routes, bytes, outDir });
}

async function copyStandalone(options: StandaloneOptions, output: Output): Promise<void> {
  const { outDir } = options;
  const begun = performance.now();
  const { writeStandalone } = await import("../build/standalone.ts");
  output.say(paint("dim", "tracing the files that the routes need"));
  const onTraced = (files: number): void => output.say(paint("dim", `copying ${count(files, "file")}`));
  await writeStandalone({ ...options, onTraced });
  const { files, bytes } = sizeOf(outDir);
  const time = Math.round(performance.now() - begun);
  const size = `${count(files, "file")}, ${textOfBytes(bytes)} in ${time} ms`;
  const line = `${paint("green", "copied")} ${size}. Run: node ${shownPath(join(outDir, "server.js"))}`;
  output.say(line, { standalone: { outDir, files, bytes } });
}

async function findTracer(dir: string): Promise<Tracer> {
  try {
    return await importTracer(dir);
  } catch (cause) {
    const { add } = packageManagerOf(dir);
    const message = `--standalone needs the package @vercel/nft. Run: ${add} -D @vercel/nft`;
    throw new UsageError(message, { cause });
  }
}
