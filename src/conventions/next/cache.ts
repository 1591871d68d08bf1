import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type { CacheHandlerClass, CacheSettings } from "../../cache/holder.ts";
import type { Profile } from "../../cache/profiles.ts";
import { importSource, invalidOption, type LoadedConfig } from "./config.ts";

/**
 * What next.config says of the cache.
 *
 * @throws RouteError NEXT_CONFIG for a `cacheHandler` that does not load, and for values of the wrong type
 */
export async function readCacheSettings({ raw, file }: LoadedConfig, dir: string): Promise<CacheSettings> {
  const { cacheHandler, cacheMaxMemorySize, cacheLife, expireTime, experimental } = raw;
  const { fetchCacheKeyPrefix } = Object(experimental) as { fetchCacheKeyPrefix?: string };
  return {
    handler: cacheHandler === undefined ? undefined : await importHandler(cacheHandler, file, dir),
    maxMemorySize: numberOf("cacheMaxMemorySize", cacheMaxMemorySize, "bytes", file),
    profiles: cacheLife as Readonly<Record<string, Profile>> | undefined,
    expireTime: numberOf("expireTime", expireTime, "seconds", file),
    keyPrefix: fetchCacheKeyPrefix,
  };
}

function numberOf(name: string, value: unknown, unit: string, file: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && value >= 0) return value;
  throw invalidOption(file, name, `\`${name}\` is ${inspect(value)}. Write a number of ${unit}.`);
}

async function importHandler(name: unknown, file: string, dir: string): Promise<CacheHandlerClass> {
  if (typeof name !== "string") {
    throw invalidOption(
      file,
      "cacheHandler",
      `\`cacheHandler\` is ${inspect(name)}. Write the path of a module: require.resolve("./cache-handler.js").`,
    );
  }
  let module: unknown;
  try {
    module = await importModule(pathOf(name, dir), dir);
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

function pathOf(name: string, dir: string): string {
  if (name.startsWith("file:")) return fileURLToPath(name);
  return isAbsolute(name) ? name : createRequire(join(dir, "_")).resolve(name);
}

/** The class itself, or the default export of a module of either kind. */
function handlerIn(module: unknown): CacheHandlerClass | undefined {
  let value = module;
  for (let depth = 0; depth < 3 && typeof value === "object" && value !== null; depth += 1) {
    value = (value as { default?: unknown }).default;
  }
  return typeof value === "function" ? (value as CacheHandlerClass) : undefined;
}
