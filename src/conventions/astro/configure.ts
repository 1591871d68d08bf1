import { inspect } from "node:util";
import type { Exports } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import type { AstroConfig } from "./config.ts";

/** What an endpoint says about itself. */
export interface EndpointConfig {
  readonly file: string;
  /** Whether a build makes its answers. */
  readonly prerender: boolean;
}

/** @throws RouteError `ROUTE_CONFIG` */
export function configureEndpoint(
  { prerender }: Exports,
  file: string,
  { output }: AstroConfig,
): EndpointConfig {
  if (prerender === undefined) return { file, prerender: output === "static" };
  if (typeof prerender === "boolean") return { file, prerender };
  throw new RouteError(
    "ROUTE_CONFIG",
    `${file}: \`prerender\` is ${inspect(prerender)}. Write: export const prerender = true, or false.`,
    { file },
  );
}
