import { existsSync } from "node:fs";
import { join } from "node:path";
import { RouteError, together } from "../error.ts";
import type { Spot } from "./parse.ts";

/** Where the options of a framework's config are written. */
export interface ConfigPlaces {
  /** @param key the option, as a path from the default export: `experimental.proxyTimeout` */
  spotOf(key: string): Spot | undefined;
  /** The same mistakes, each with line and column where its `key` is written in the file. */
  locate(error: RouteError): RouteError;
}

/**
 * Reads a config file for the places of its options. Only for mistakes and notes: it parses the file once more.
 *
 * @param file relative to the project
 * @returns `undefined` for a file that does not exist, or cannot be parsed
 */
export async function placesIn(file: string, dir: string): Promise<ConfigPlaces | undefined> {
  if (!existsSync(join(dir, file))) return undefined;
  // Where only builds are served, the compiler need not be there.
  const { readAlone } = await import("./exports.ts");
  const exports = await readAlone(file, dir);
  if (exports === undefined) return undefined;
  const { locate } = await import("./config-error.ts");
  const bare = (error: RouteError): RouteError => {
    const { code, key, message } = error;
    if (key === undefined || exports.spotOf(key) === undefined) return error;
    const text = message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message;
    return new RouteError(code, text, { file, key });
  };
  return {
    spotOf: (key) => exports.spotOf(`default.${key}`),
    locate: (error) => locate(together((error.errors ?? [error]).map(bare)), exports, dir, file),
  };
}
