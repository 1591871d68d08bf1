import { join } from "node:path";
import { RouteError, together } from "../error.ts";
import type { FileExports } from "./exports.ts";
import type { Spot } from "./parse.ts";

/** A mistake in a route's configuration, and where it is written. */
export class ConfigError extends RouteError {
  readonly spot: Spot;
  /** The message without the place. */
  readonly reason: string;

  /** @param dir the project, absolute */
  constructor(reason: string, spot: Spot, dir: string) {
    const { file, line, column } = spot;
    const place = `${join(dir, file)}:${line}:${column}`;
    super("ROUTE_CONFIG", `${file}:${line}:${column}: ${reason}`, { file, place });
    this.spot = spot;
    this.reason = reason;
  }
}

/** The same mistakes with their places, as far as they are written in files. */
export function locate(error: RouteError, exports: FileExports, dir: string): RouteError {
  const errors = (error.errors ?? [error]).map((each) => {
    const spot = each.key === undefined ? undefined : exports.spotOf(each.key);
    return spot === undefined ? each : new ConfigError(each.message, spot, dir);
  });
  const [first] = errors;
  const place = first instanceof ConfigError ? first.stack?.split("\n    at ").at(-1) : undefined;
  return together(errors, place);
}
