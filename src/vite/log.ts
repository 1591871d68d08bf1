import { inspect } from "node:util";
import type { Logger as ViteLogger } from "vite";
import { RouteError } from "../error.ts";
import type { Logger } from "../observe/logger.ts";
import { firstFrameOf, sourceRoot } from "../observe/code-frame.ts";

/** Vite's logger as one of ours: errors with the lines of code that they come from. */
export function loggerOf(vite: ViteLogger, dir: string): Logger {
  const root = sourceRoot(dir);
  return {
    error: (...data) =>
      vite.error(data.map((value) => errorText(value, root)).join(" "), { timestamp: true }),
    warn: (...data) => vite.warn(data.map(textOf).join(" "), { timestamp: true }),
  };
}

function errorText(value: unknown, root: string): string {
  const frame = firstFrameOf(value, root);
  return frame === undefined ? textOf(value) : `${textOf(value)}\n\n${frame.text}\n`;
}

function textOf(value: unknown): string {
  if (value instanceof RouteError) return value.message;
  return typeof value === "string" ? value : inspect(value);
}
