import { join } from "node:path";
import { CacheHolder } from "../cache/holder.ts";
import { openConventions } from "../conventions/index.ts";
import type {
  ClaimedRoute,
  Endpoint,
  Exports,
  LoadedRoute,
  OpenConvention,
  Services,
} from "../convention.ts";
import { RouteError } from "../error.ts";
import { derivePreviewKeys } from "../api/preview-keys.ts";
import { waitUntil } from "../lifecycle/background.ts";
import type { Loader } from "../project/loaded.ts";
import { openBuild } from "../project/loader.ts";
import { buildOf, readManifest } from "../project/manifest.ts";
import { claimRoutes } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import type { Logger } from "../observe/logger.ts";
import {
  exportedBefore,
  type StaticAnswer,
  type StaticWriter,
  writeStaticAnswers,
} from "../static/answers.ts";
import { type ExportedFile, writeExported } from "../static/export.ts";

export interface Prerendered {
  readonly answers: readonly StaticAnswer[];
  readonly errors: readonly RouteError[];
  /** Routes of whose answers none is static, though their exports say so. */
  readonly dynamic: readonly string[];
  /** Routes with a GET that is answered for each request. */
  readonly requested: readonly string[];
  /** The folder that the answers are to be written into as files too, by the framework's config. */
  readonly exportDir?: string | undefined;
}

export interface PrerenderOptions {
  /** The project, absolute. */
  readonly dir: string;
  /** What the build is to be, but for its modules. */
  readonly draft: string;
  /** The folder of the build, where its modules are. */
  readonly outDir: string;
  readonly logger: Logger;
  /** Called after each answer, with their number so far. */
  readonly onAnswer?: (made: number) => void;
}

/**
 * Makes the answers of a build that are the same for all requests, and writes them into its draft. The modules of routes
 * that have such answers run.
 */
export async function prerender(options: PrerenderOptions): Promise<Prerendered> {
  const { dir, draft, outDir, logger } = options;
  const manifest = readManifest(dir, draft);
  if (manifest === undefined) return { answers: [], errors: [], dynamic: [], requested: [] };
  const loader = openBuild(dir, buildOf(dir, outDir, manifest));
  const services = servicesOf(loader, logger);
  const { files, conventions: names, pageExtensions } = loader;
  const { conventions } = await openConventions({ dir, dev: false, files, pageExtensions }, services, names);
  const rendering = new Prerendering(
    options,
    loader,
    conventions.filter(({ prerenders }) => prerenders === true),
  );
  await rendering.run();
  await services.cache.close();
  rendering.exportDir = conventions.find((each) => each.exportDir !== undefined)?.exportDir;
  return rendering;
}

/** The answers of the routes of some conventions. */
class Prerendering implements Prerendered {
  readonly answers: StaticAnswer[] = [];
  readonly errors: RouteError[] = [];
  readonly dynamic: string[] = [];
  readonly requested: string[] = [];
  exportDir: string | undefined;
  readonly #options: PrerenderOptions;
  readonly #loader: Loader;
  readonly #conventions: readonly OpenConvention[];

  constructor(options: PrerenderOptions, loader: Loader, conventions: readonly OpenConvention[]) {
    this.#options = options;
    this.#loader = loader;
    this.#conventions = conventions;
  }

  async run(): Promise<void> {
    if (this.#conventions.length === 0) return;
    const { dir, draft } = this.#options;
    const writer = writeStaticAnswers(draft);
    const claimed = await claimRoutes({ dir, conventions: this.#conventions, loader: this.#loader });
    const router = new Router(claimed.map((route) => boundRoute(route, dir, this.#loader)));
    for (const convention of this.#conventions) convention.connect?.(router);
    const skipped = await skippedRoutes(dir, claimed);
    for (const route of router.routes) {
      if (skipped.has(route.file)) this.requested.push(route.file);
      else await this.#answer(route, writer);
    }
    if (this.errors.length === 0) await this.#finish(writer, skipped.size === 0);
  }

  async #answer(route: BoundRoute, writer: StaticWriter): Promise<void> {
    try {
      const made = await answersOf(route);
      if (made === "dynamic") this.dynamic.push(route.file);
      else if (made === undefined) this.requested.push(route.file);
      else for await (const answer of made) this.#add(writer.add(answer));
    } catch (error) {
      this.errors.push(failureOf(error, route));
    }
  }

  #add(answer: StaticAnswer): void {
    this.answers.push(answer);
    this.#options.onAnswer?.(this.answers.length);
  }

  /** @param isWhole whether no route of these conventions is answered live */
  async #finish(writer: StaticWriter, isWhole: boolean): Promise<void> {
    const { dir, outDir } = this.#options;
    const files = await exportedFiles(this.#conventions, this.answers, isWhole);
    try {
      writeExported(dir, files, exportedBefore(outDir));
      const names = files.map(({ file }) => file);
      writer.finish(this.dynamic, names);
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      this.errors.push(error);
    }
  }
}

/** A route whose module runs when it is first needed. */
interface BoundRoute extends ClaimedRoute, LoadedRoute {
  load(): Promise<{ readonly endpoint: Endpoint; readonly module: Exports }>;
}

function boundRoute(route: ClaimedRoute, dir: string, loader: Loader): BoundRoute {
  const { convention } = route;
  let loaded: ReturnType<BoundRoute["load"]> | undefined;
  const load = async (): ReturnType<BoundRoute["load"]> => {
    const file = join(dir, route.file);
    const module = Object(await (await loader.load([file])).import(file)) as Exports;
    const config = convention.configure(module, route.file) as unknown;
    return { module, endpoint: convention.bind(module, route, config) };
  };
  // Nothing is served in a build.
  return { ...route, handle: () => {}, load: () => (loaded ??= load()) };
}

/** The files of routes that have no static answers by what is written in them: a build does not run them. */
async function skippedRoutes(dir: string, routes: readonly ClaimedRoute[]): Promise<ReadonlySet<string>> {
  const asking = routes.filter(({ convention }) => convention.mayPrerender !== undefined);
  const skipped = new Set<string>();
  if (asking.length === 0) return skipped;
  const { readStaticConfig, withExportReader } = await import("../project/static-config.ts");
  await withExportReader(dir, async (reader) => {
    for (const route of asking) {
      const { settings } = await readStaticConfig(reader, route);
      if (settings !== undefined && !route.convention.mayPrerender!(settings)) skipped.add(route.file);
    }
  });
  return skipped;
}

async function answersOf(
  route: BoundRoute,
): Promise<readonly StaticAnswer[] | AsyncIterable<StaticAnswer> | "dynamic" | undefined> {
  const { endpoint, module } = await route.load();
  if (endpoint.kind === "web" && endpoint.prerender !== undefined) return endpoint.prerender();
  return typeof module["GET"] === "function" ? undefined : [];
}

/** The files of all conventions that have some. */
async function exportedFiles(
  conventions: readonly OpenConvention[],
  answers: readonly StaticAnswer[],
  isWhole: boolean,
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const convention of conventions) {
    for await (const file of convention.exported?.(answers, isWhole) ?? []) files.push(file);
  }
  return files;
}

function servicesOf(loader: Loader, logger: Logger): Services {
  return {
    cache: new CacheHolder({ logger, dev: false }),
    building: true,
    compress: true,
    dev: false,
    logger,
    preview: () => derivePreviewKeys(),
    queryParser: "simple",
    waitUntil,
    load: async (file) => (await loader.load([file])).import(file),
  };
}

function failureOf(error: unknown, { file }: ClaimedRoute): RouteError {
  if (error instanceof RouteError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RouteError("ROUTE_IMPORT", `${file}: its static answer could not be made. ${message}`, {
    file,
    cause: error,
  });
}
