import { resolve } from "node:path";
import type { Options } from "../app/options.ts";

/**
 * Options of the plugin: those of `createHandler` that have a meaning inside Vite, and `server`. `health` is for
 * `server.js` alone.
 */
export interface PluginOptions extends Omit<Options, "buildDir" | "dev" | "dir" | "routes"> {
  /** The project's folder, which has `pages/api` or `src/pages/api`, relative to Vite's `root`. Default: the root. */
  dir?: string;
  /**
   * Whether `vite build` writes a `server.js` beside the client and the API. Default: `true`. Set it to `false` when
   * you write your own with `createSite` of `pages-api/vite/server`.
   */
  server?: boolean;
}

/** The options that `server.js` repeats, and the names of those that it cannot: functions, what has some, secrets. */
export function writtenOptions({ dir: _dir, server: _server, ...options }: PluginOptions): {
  written: object;
  unwritten: string[];
} {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  const written = entries.filter(([name, value]) => name !== "previewSecret" && isPlain(value));
  const names = new Set(written.map(([name]) => name));
  return {
    written: Object.fromEntries(written),
    unwritten: entries.map(([name]) => name).filter((name) => !names.has(name)),
  };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

/** The project's folder, absolute. */
export function projectDir(root: string | undefined, { dir = "." }: PluginOptions): string {
  return resolve(root ?? ".", dir);
}
