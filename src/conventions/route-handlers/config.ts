import { inspect } from "node:util";
import type { Exports, Services } from "../../convention.ts";
import { Mistakes, RouteError } from "../../error.ts";
import type { ResponseSettings } from "../../api/response-settings.ts";
import { responseSettings } from "../response-settings.ts";
import { generatorOf, type MetadataFile } from "./metadata/claim.ts";

/** What a route file says by its exports, beside its methods. */
export interface HandlerConfig {
  readonly settings: ResponseSettings;
  readonly dynamic: "auto" | "force-dynamic" | "error" | "force-static";
  /** Seconds, or `false` for no end. */
  readonly revalidate: number | false | undefined;
  readonly dynamicParams: boolean;
  readonly fetchCache: string | undefined;
  readonly runtime: "nodejs" | "edge";
  readonly preferredRegion: string | readonly string[] | undefined;
  /** Seconds that a complete answer may take. */
  readonly maxDuration: number | undefined;
  readonly hasStaticParams: boolean;
  /** Whether its answer is the same for all unless something says otherwise, as that of a sitemap. */
  readonly isStatic: boolean;
}

const DYNAMIC = ["auto", "force-dynamic", "error", "force-static"] as const;
const RUNTIMES = ["nodejs", "edge", "experimental-edge"] as const;
const FETCH_CACHE = [
  "auto",
  "default-cache",
  "only-cache",
  "force-cache",
  "force-no-store",
  "default-no-store",
  "only-no-store",
] as const;

/** @throws RouteError `ROUTE_CONFIG` that says which value is wrong, and what to write instead */
export function readHandlerConfig(
  exports: Exports,
  services: Services,
  metadata?: MetadataFile,
): HandlerConfig {
  const mistakes = new Mistakes();
  const attempt = <T>(read: () => T | undefined): T | undefined => mistakes.attempt(read, undefined);
  const runtime = attempt(() => oneOf(exports, "runtime", RUNTIMES));
  const read = {
    dynamic: attempt(() => oneOf(exports, "dynamic", DYNAMIC)) ?? "auto",
    revalidate: attempt(() => revalidateOf(exports["revalidate"])),
    dynamicParams: attempt(() => booleanOf(exports, "dynamicParams")) ?? true,
    fetchCache: attempt(() => oneOf(exports, "fetchCache", FETCH_CACHE)),
    preferredRegion: attempt(() => regionOf(exports["preferredRegion"])),
    maxDuration: attempt(() => durationOf(exports["maxDuration"])),
  };
  mistakes.throwAny();
  return Object.freeze({
    ...read,
    settings: { ...responseSettings(services), yields: true },
    runtime: runtime === undefined || runtime === "nodejs" ? "nodejs" : "edge",
    hasStaticParams: typeof exports[paramsExport(metadata)] === "function",
    isStatic: metadata !== undefined,
  });
}

function paramsExport(metadata: MetadataFile | undefined): string {
  return metadata === undefined ? "generateStaticParams" : (generatorOf(metadata.kind) ?? "");
}

function oneOf<T extends string>(exports: Exports, name: string, values: readonly T[]): T | undefined {
  const value = exports[name];
  if (value === undefined) return undefined;
  if (values.includes(value as T)) return value as T;
  throw invalid(name, value, `one of ${values.map((each) => JSON.stringify(each)).join(", ")}`);
}

function booleanOf(exports: Exports, name: string): boolean | undefined {
  const value = exports[name];
  if (value === undefined || typeof value === "boolean") return value;
  throw invalid(name, value, "true or false");
}

function revalidateOf(value: unknown): number | false | undefined {
  if (value === undefined || value === false) return value;
  if (typeof value === "number" && value >= 0) return value === Infinity ? false : value;
  throw invalid("revalidate", value, "a number of seconds, such as 60, or false");
}

function regionOf(value: unknown): string | readonly string[] | undefined {
  if (value === undefined || typeof value === "string") return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
  throw invalid("preferredRegion", value, 'a text, such as "auto", or a list of texts');
}

function durationOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && value > 0) return value;
  throw invalid("maxDuration", value, "a number of seconds, such as 60");
}

function invalid(name: string, value: unknown, expected: string): RouteError {
  return new RouteError("ROUTE_CONFIG", `\`${name}\` is ${inspect(value)}. Write ${expected}.`, {
    key: name,
  });
}
