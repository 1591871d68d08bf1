import { RouteError } from "../../error.ts";
import type { Logger } from "../../observe/logger.ts";
import type { Context } from "./params.ts";

export type Handler = (request: Request, context: Context) => unknown;

export const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] as const;

/** The methods that a route answers, and what answers them. */
export interface Methods {
  readonly handlers: ReadonlyMap<string, Handler>;
  /** For the header `Allow`: sorted, HEAD with GET, always OPTIONS. */
  readonly allowed: string;
}

/** Reads a module's methods. Warns of exports that only look like one. */
export function methodsOf(module: Readonly<Record<string, unknown>>, file: string, logger: Logger): Methods {
  const handlers = new Map<string, Handler>();
  for (const method of METHODS) {
    const value = module[method];
    if (value === undefined) continue;
    if (typeof value === "function") handlers.set(method, value as Handler);
    else handlers.set(method, notCallable(method, value, file));
  }
  warnOfExports(module, handlers.size, file, logger);
  const get = handlers.get("GET");
  if (get !== undefined && !handlers.has("HEAD")) handlers.set("HEAD", get);
  return { handlers, allowed: allowedMethods(handlers.keys()).join(", ") };
}

/** What a route answers that exports these methods: HEAD where it has GET, and always OPTIONS. */
export function allowedMethods(exported: Iterable<string>): readonly string[] {
  const methods = new Set([...exported, "OPTIONS"]);
  if (methods.has("GET")) methods.add("HEAD");
  return [...methods].toSorted();
}

function warnOfExports(
  module: Readonly<Record<string, unknown>>,
  count: number,
  file: string,
  logger: Logger,
): void {
  for (const method of METHODS) {
    const lower = method.toLowerCase();
    if (typeof module[lower] !== "function") continue;
    logger.warn(`${file} exports \`${lower}\`, which answers nothing. Rename it to \`${method}\`.`);
  }
  if (module["default"] !== undefined && typeof module["default"] === "function") {
    logger.warn(
      `${file} has a default export, which answers nothing. Export a function for each method: export function GET(request) { … }`,
    );
  } else if (count === 0) {
    logger.warn(`${file} exports no method. Export a function for each: export function GET(request) { … }`);
  }
}

function notCallable(method: string, value: unknown, file: string): Handler {
  return () => {
    throw new RouteError(
      "ROUTE_EXPORT",
      `${file} exports \`${method}\`, a ${typeof value}. Export a function.`,
      {
        file,
      },
    );
  };
}
