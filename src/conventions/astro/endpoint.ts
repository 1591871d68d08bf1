import type { Exports, Route } from "../../convention.ts";
import type { Logger } from "../../observe/logger.ts";
import { paramsOf } from "./static-path.ts";
import { LEGACY_NAMES, warnOfLegacy } from "./legacy.ts";

/** What a method of an endpoint is. It gets the context; an old one with two parameters gets the request too. */
export type Handler = (this: Exports, context: unknown, request?: Request) => unknown;

/** A module of an endpoint, looked at once. */
export interface AstroEndpoint {
  readonly route: Route;
  readonly module: Exports;
  /** By method, also where an export is not a function. */
  readonly handlers: ReadonlyMap<string, unknown>;
  /** Those whose names are Astro 2's; their results may be objects. */
  readonly legacy: ReadonlySet<string>;
  readonly prerender: boolean;
  readonly hasParams: boolean;
}

const METHOD = /^[A-Z]+$/;

export function readEndpoint(
  module: Exports,
  route: Route,
  prerender: boolean,
  logger: Logger,
): AstroEndpoint {
  const handlers = new Map<string, unknown>();
  const legacy = new Set<string>();
  const old: string[] = [];
  const names = Object.keys(module);
  for (const name of names) if (METHOD.test(name)) handlers.set(name, module[name]);
  for (const name of names) {
    const method = Object.hasOwn(LEGACY_NAMES, name) ? LEGACY_NAMES[name]! : undefined;
    if (method === undefined || typeof module[name] !== "function") continue;
    old.push(name);
    if (handlers.has(method)) continue;
    handlers.set(method, module[name]);
    legacy.add(method);
  }
  if (old.length > 0) warnOfLegacy(old, route.file, logger);
  return { route, module, handlers, legacy, prerender, hasParams: paramsOf(route).length > 0 };
}

/** The name of the export that answers a method. */
export function nameFor({ handlers }: AstroEndpoint, method: string): string | undefined {
  if (has(handlers, method)) return method;
  if (has(handlers, "ALL")) return "ALL";
  return method === "HEAD" && has(handlers, "GET") ? "GET" : undefined;
}

function has(handlers: AstroEndpoint["handlers"], name: string): boolean {
  const handler = handlers.get(name);
  return handler !== undefined && handler !== null;
}

/** The methods that an endpoint answers, for the header Allow. */
export function methodsOf({ handlers }: AstroEndpoint): string[] {
  const names = [...handlers.keys()].filter((name) => name !== "ALL");
  if (names.includes("GET") && !names.includes("HEAD")) names.push("HEAD");
  return names.toSorted();
}
