import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { isResponse } from "../../web/response.ts";
import type { RewriteTarget } from "./context.ts";

/** Goes on to what is behind a middleware: the next one, or the endpoint; or to another route. */
export type Next = (target?: RewriteTarget) => Promise<Response>;
export type Middleware = (context: any, next: Next) => unknown;

const NAMES = ["middleware.ts", "middleware.js", "middleware.mts", "middleware.mjs"].flatMap((name) => [
  name,
  name.replace("middleware", "middleware/index"),
]);

/** The file of the project's middleware, relative to the project. */
export function findMiddleware({ dir, files }: Project, srcDir: string): string | undefined {
  return NAMES.map((name) => (srcDir === "." ? name : `${srcDir}/${name}`)).find(
    (file) => files?.includes(file) ?? existsSync(join(dir, file)),
  );
}

/** @throws RouteError `FRAMEWORK_CONFIG` for a module without the function */
export function middlewareOf(module: unknown, file: string): Middleware {
  const { onRequest } = module as { onRequest?: unknown };
  if (typeof onRequest === "function") return onRequest as Middleware;
  throw new RouteError(
    "FRAMEWORK_CONFIG",
    `${file} exports no function \`onRequest\`. Write: export const onRequest = (context, next) => next().`,
    { file },
  );
}

/** Calls a middleware. What it returns is the answer; where it returns nothing, that of what it went on to. */
export async function callMiddleware(
  middleware: Middleware,
  context: unknown,
  next: Next,
): Promise<Response> {
  let behind: Promise<Response> | undefined;
  const result = await middleware(context, (target) => (behind = next(target)));
  if (isResponse(result)) return result;
  if (result === undefined && behind !== undefined) return behind;
  throw new TypeError(
    "The middleware returned no Response. Write: return next(), or return the Response that next() resolves with.",
  );
}
