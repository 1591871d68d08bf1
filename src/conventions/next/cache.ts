import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type { CacheHandlerClass, CacheSettings } from "../../cache/holder.ts";
import type { Profile } from "../../cache/profiles.ts";
import { importSource, invalidOption, type LoadedConfig, numberOf } from "./config.ts";

/**
 * What next.config says of the cache.
 *
 * @throws RouteError NEXT_CONFIG for a `cacheHandler` that does not load, and for values of the wrong type
 */
export async function readCacheSettings(config: LoadedConfig, dir: string): Promise<CacheSettings> {
  const { handlerPath, ...settings } = lookAtCacheSettings(config, dir);
  return {
    ...settings,
    handler: handlerPath === undefined ? undefined : await importHandler(handlerPath, config, dir),
  };
}

/**
 * The same where files are only looked at: no module is loaded.
 *
 * @throws RouteError NEXT_CONFIG for a `cacheHandler` that does not exist, and for values of the wrong type
 */
export function lookAtCacheSettings(
  { raw, file }: LoadedConfig,
  dir: string,
): Omit<CacheSettings, "handler"> & { readonly handlerPath: string | undefined } {
  const { cacheHandler, cacheMaxMemorySize, cacheLife, expireTime, experimental } = raw;
  const { fetchCacheKeyPrefix } = Object(experimental) as { fetchCacheKeyPrefix?: string };
  return {
    handlerPath: cacheHandler === undefined ? undefined : pathOf(cacheHandler, file, dir),
    maxMemorySize: numberOf(file, "cacheMaxMemorySize", cacheMaxMemorySize, "bytes"),
    profiles: cacheLife as Readonly<Record<string, Profile>> | undefined,
    expireTime: numberOf(file, "expireTime", expireTime, "seconds"),
    keyPrefix: fetchCacheKeyPrefix,
  };
}

async function importHandler(
  path: string,
  { raw, file }: LoadedConfig,
  dir: string,
): Promise<CacheHandlerClass> {
  const name = raw["cacheHandler"] as string;
  let module: unknown;
  try {
    module = await importModule(path, dir);
  } catch (cause) {
    throw invalidOption(file, "cacheHandler", `\`cacheHandler\` (${name}) does not load: ${String(cause)}`);
  }
  const found = handlerIn(module);
  if (found !== undefined) return found;
  throw invalidOption(
    file,
    "cacheHandler",
    `\`cacheHandler\` (${name}) has no default export that is a class. Write: module.exports = class { … }`,
  );
}

/** JavaScript is taken as it is, as in Next; what Node 20 cannot read is compiled. */
async function importModule(path: string, dir: string): Promise<unknown> {
  if (/\.[cm]?ts$/.test(path)) return (await importSource(path, dir, false)).module;
  return import(pathToFileURL(path).href);
}

function pathOf(name: unknown, file: string, dir: string): string {
  if (typeof name !== "string") {
    throw invalidOption(
      file,
      "cacheHandler",
      `\`cacheHandler\` is ${inspect(name)}. Write the path of a module: require.resolve("./cache-handler.js").`,
    );
  }
  const path = name.startsWith("file:") ? fileURLToPath(name) : name;
  try {
    return createRequire(join(dir, "_")).resolve(path);
  } catch {
    throw invalidOption(
      file,
      "cacheHandler",
      `\`cacheHandler\` (${name}) does not load: there is no such file.`,
    );
  }
}

/** The class itself, or the default export of a module of either kind. */
function handlerIn(module: unknown): CacheHandlerClass | undefined {
  let value = module;
  for (let depth = 0; depth < 3 && typeof value === "object" && value !== null; depth += 1) {
    value = (value as { default?: unknown }).default;
  }
  return typeof value === "function" ? (value as CacheHandlerClass) : undefined;
}
