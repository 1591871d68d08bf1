import { join } from "node:path";
import { RouteError, type RouteErrorCode, together } from "../error.ts";
import type { FileExports } from "./exports.ts";
import type { Spot } from "./parse.ts";

/** A mistake in what a route exports, and where it is written. */
export class ConfigError extends RouteError {
  readonly spot: Spot;
  /** The message without the place. */
  readonly reason: string;

  /** @param dir the project, absolute */
  constructor(reason: string, spot: Spot, dir: string, code: RouteErrorCode = "ROUTE_CONFIG") {
    const { file, line, column } = spot;
    const place = `${join(dir, file)}:${line}:${column}`;
    super(code, `${file}:${line}:${column}: ${reason}`, { file, place });
    this.spot = spot;
    this.reason = reason;
  }
}

/**
 * The same mistakes with their places, as far as they are written in files.
 *
 * @param file the route's, relative to the project: what is not exported is missing at its beginning
 */
export function locate(error: RouteError, exports: FileExports, dir: string, file: string): RouteError {
  const errors = (error.errors ?? [error]).map((each) => {
    const written = each.key === undefined ? undefined : exports.spotOf(each.key);
    const spot = written ?? (each.code === "ROUTE_EXPORT" ? { file, line: 1, column: 1 } : undefined);
    return spot === undefined ? each : new ConfigError(each.message, spot, dir, each.code);
  });
  const [first] = errors;
  const place = first instanceof ConfigError ? first.stack?.split("\n    at ").at(-1) : undefined;
  return together(errors, place);
}
