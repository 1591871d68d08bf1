import { join } from "node:path";
import { CacheHolder } from "../cache/holder.ts";
import { openConventions } from "../conventions/index.ts";
import type { ClaimedRoute, Exports, Services } from "../convention.ts";
import { RouteError } from "../error.ts";
import { derivePreviewKeys } from "../http/seal.ts";
import { waitUntil } from "../lifecycle/background.ts";
import { openBuild, type Loader } from "../project/loader.ts";
import { readBuild } from "../project/manifest.ts";
import { claimRoutes } from "../routes/claim.ts";
import type { Logger } from "../observe/logger.ts";
import { type StaticAnswer, writeStaticAnswers } from "../static/answers.ts";

export interface Prerendered {
  readonly answers: readonly StaticAnswer[];
  readonly errors: readonly Error[];
  /** Routes of whose answers none is static, though their exports say so. */
  readonly dynamic: readonly string[];
  /** Routes with a GET that is answered for each request. */
  readonly requested: readonly string[];
}

/**
 * Makes the answers of a build that are the same for all requests, and writes them into its folder. The modules of routes
 * that have such answers run.
 */
export async function prerender(dir: string, buildDir: string, logger: Logger): Promise<Prerendered> {
  const build = readBuild(dir, buildDir);
  const answers: StaticAnswer[] = [];
  const errors: Error[] = [];
  const dynamic: string[] = [];
  const requested: string[] = [];
  if (build === undefined) return { answers, errors, dynamic, requested };
  const loader = openBuild(dir, build);
  const services = servicesOf(loader, logger);
  const { files, conventions: names, pageExtensions } = loader;
  const { conventions } = await openConventions({ dir, dev: false, files, pageExtensions }, services, names);
  const prerendering = conventions.filter(({ prerenders }) => prerenders === true);
  if (prerendering.length > 0) {
    for (const route of await claimRoutes({ dir, conventions: prerendering, loader })) {
      try {
        const made = await answersOf(route, dir, loader);
        if (made === "dynamic") dynamic.push(route.file);
        else if (made === undefined) requested.push(route.file);
        else answers.push(...made);
      } catch (error) {
        errors.push(failureOf(error, route));
      }
    }
    if (errors.length === 0) writeStaticAnswers(buildDir, answers, dynamic);
  }
  await services.cache.close();
  return { answers, errors, dynamic, requested };
}

async function answersOf(
  route: ClaimedRoute,
  dir: string,
  loader: Loader,
): Promise<readonly StaticAnswer[] | "dynamic" | undefined> {
  const file = join(dir, route.file);
  const module = Object(await (await loader.load([file])).import(file)) as Exports;
  const { convention } = route;
  const endpoint = convention.bind(module, route, convention.configure(module, route.file) as unknown);
  if (endpoint.kind === "web" && endpoint.prerender !== undefined) return endpoint.prerender();
  return typeof module["GET"] === "function" ? undefined : [];
}

function servicesOf(loader: Loader, logger: Logger): Services {
  return {
    cache: new CacheHolder({ logger, dev: false }),
    compress: true,
    dev: false,
    logger,
    preview: () => derivePreviewKeys(),
    queryParser: "simple",
    waitUntil,
    load: async (file) => (await loader.load([file])).import(file),
  };
}

function failureOf(error: unknown, { file }: ClaimedRoute): Error {
  if (error instanceof RouteError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new RouteError("ROUTE_IMPORT", `${file}: its static answer could not be made. ${message}`, {
    file,
    cause: error,
  });
}
