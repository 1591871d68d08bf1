import type { Call, WebEndpoint } from "../../convention.ts";
import { enterPreview } from "../../api/preview.ts";
import type { PreviewKeys } from "../../api/preview-keys.ts";
import { sentHeaders } from "../../http/incoming.ts";
import { isThenable } from "../../http/thenable.ts";
import { logError } from "../../observe/logger.ts";
import type { Route } from "../../routing/router.ts";
import type { RequestSource } from "../../web/request.ts";
import { enterScope, runTasks, Scope, scopesAreUsed } from "../../web/scope.ts";
import type { NextRequest } from "../../stand-ins/next/request.ts";
import { toEdgeRequest } from "../next/edge.ts";
import type { OpenNext } from "../next/index.ts";
import { toNextRequest } from "../next/request.ts";
import { returned, thrown } from "./answer.ts";
import type { HandlerConfig } from "./config.ts";
import { type Handler, METHODS, methodsOf } from "./methods.ts";
import { contextOf } from "./params.ts";

/** As in Next, a rewrite does not change what a route sees: the URL is `req.url`, as for API routes. */
function toOwnRequest(source: RequestSource): NextRequest {
  const url = source.req.url!;
  return toNextRequest(url === source.url ? source : { ...source, url });
}

const KNOWN: ReadonlySet<string> = new Set(METHODS);

/**
 * Binds a route file's methods to an endpoint.
 *
 * @param next - what next.config says of URLs, and whether it allows `forbidden()` and `unauthorized()`
 */
export function bindMethods(
  module: unknown,
  { file }: Route,
  config: HandlerConfig,
  { urls, authInterrupts }: Pick<OpenNext, "urls" | "authInterrupts">,
): WebEndpoint {
  const { settings } = config;
  const { logger, dev } = settings;
  const { handlers, allowed } = methodsOf(Object(module) as Record<string, unknown>, file, logger);
  const draftKeys = () => ({ bypassId: settings.preview.bypassId, dev });
  const single = handlers.get("GET");
  const run = runner(file, authInterrupts);
  return {
    kind: "web",
    settings,
    maxDuration: config.maxDuration,
    failed: { body: "" },
    request: config.runtime === "edge" ? (source, call) => toEdgeRequest(source, call, urls) : toOwnRequest,
    handle(request, call) {
      const { method } = request;
      const handler = method === "GET" ? single : handlers.get(method);
      if (handler === undefined) {
        isDraft(call, settings.preview);
        return unhandled(method, allowed);
      }
      if (!scopesAreUsed()) return run(handler, request, call, undefined);
      const scope = new Scope(request, (work) => call.waitUntil(work), draftKeys);
      scope.draft = isDraft(call, settings.preview);
      call.res.once("close", () => {
        if (scope.tasks.length > 0) call.waitUntil(runTasks(scope, (error) => logError(logger, error)));
      });
      return enterScope(scope, run, handler, request, call, scope);
    },
  };
}

type Run = (
  handler: Handler,
  request: Request,
  call: Call,
  scope: Scope | undefined,
) => Response | Promise<Response>;

/** Calls a handler, and makes an answer of what it returns or throws. */
function runner(file: string, authInterrupts: boolean): Run {
  return (handler, request, call, scope) => {
    const answered = (value: unknown): Response => {
      const response = returned(value, file, scope);
      if (scope !== undefined) scope.phase = "after";
      return response;
    };
    const failed = (error: unknown): Response => {
      const response = thrown(error, scope, authInterrupts);
      if (scope !== undefined) scope.phase = "after";
      return response;
    };
    try {
      const result = handler(request, contextOf(call.params));
      if (!isThenable(result)) return answered(result);
      return Promise.resolve(result).then(answered).catch(failed);
    } catch (error) {
      return failed(error);
    }
  };
}

/** The answer to a method that the route does not have. */
function unhandled(method: string, allowed: string): Response {
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: allowed } });
  if (!KNOWN.has(method)) return new Response(null, { status: 400 });
  return new Response(null, { status: 405, headers: { allow: allowed } });
}

/** Whether the client is in draft mode; cookies of it that are not this server's are cleared. */
function isDraft({ req, res }: Call, keys: PreviewKeys): boolean {
  const { cookie } = sentHeaders(req);
  if (cookie === undefined) return false;
  const preview = req as Parameters<typeof enterPreview>[0];
  enterPreview(preview, res, cookie, keys);
  return preview.draftMode === true;
}
