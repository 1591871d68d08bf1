import { METHODS } from "node:http";
import type { Call, Exports, WebEndpoint } from "../../convention.ts";
import type { ResponseSettings } from "../../api/response-settings.ts";
import { isThenable } from "../../http/thenable.ts";
import type { Logger } from "../../observe/logger.ts";
import type { Route } from "../../routing/router.ts";
import { toRequest } from "../../web/request.ts";
import { isResponse, noResponse } from "../../web/response.ts";
import { type ConfigHeaders, finish, thrownResponse } from "./answer.ts";
import { describeNone } from "./describe.ts";
import { enter, scopeBefore, scopeOf } from "./scope.ts";

type Handler = (request: Request, params: Record<string, unknown>) => unknown;

/** What is the same for all endpoints of a project. */
export interface Binding {
  readonly settings: ResponseSettings;
  /** Of the app config. */
  readonly headers: ConfigHeaders | undefined;
  readonly logger: Logger;
}

const METHOD_NAMES: ReadonlySet<string> = new Set(METHODS);

/**
 * Binds the functions of a route file to an endpoint: each is called for requests of the method that it is named after.
 */
export function bindMethods(module: unknown, { file }: Route, binding: Binding): WebEndpoint {
  const methods = methodsOf(module);
  const none = describeNone(Object(module) as Exports);
  // Such a route is loaded all the same, and answers 405, as in Expo.
  if (none !== undefined) binding.logger.warn(`${file}: ${none}`);
  const allow = [...methods.keys()].toSorted().join(", ");
  return endpointOf((request, { params, req }) => {
    const handler = methods.get(req.method!);
    if (handler === undefined) return notAllowed(allow);
    const result = handler(request, { ...params });
    if (!isThenable(result)) return checked(result, file);
    return Promise.resolve(result).then((value) => checked(value, file));
  }, binding);
}

/** The request again, for another path of the same host: `//host/path` is none of another one. */
export function askedFor(url: string, request: Request): Request {
  return new Request(new URL(request.url).origin + url, request);
}

/** An endpoint whose function runs in the scope of its request, and may throw what stands for an answer. */
export function endpointOf(
  handle: (request: Request, call: Call) => Response | Promise<Response>,
  { settings, headers }: Pick<Binding, "settings" | "headers">,
): WebEndpoint {
  return {
    kind: "web",
    settings,
    failed: { headers: { "Content-Type": "text/plain; charset=utf-8" }, body: "Internal server error" },
    request(source, call) {
      const before = scopeBefore(source.req)?.request;
      if (before === undefined) return toRequest(source);
      // A rewrite gave another URL.
      return call.url === call.req.url ? before : askedFor(call.url, before);
    },
    handle(request, call) {
      const scope = scopeOf(
        call.req,
        () => request,
        (work) => call.waitUntil(work),
      );
      try {
        const result = enter(scope, handle, request, call);
        if (!isThenable(result)) return finish(result, scope, headers);
        return result.then(
          (response) => finish(response, scope, headers),
          (error: unknown) => thrownResponse(error, scope),
        );
      } catch (error) {
        return thrownResponse(error, scope);
      }
    },
  };
}

function methodsOf(module: unknown): Map<string, Handler> {
  const methods = new Map<string, Handler>();
  for (const [name, value] of Object.entries(Object(module) as Record<string, unknown>)) {
    if (typeof value === "function" && METHOD_NAMES.has(name)) methods.set(name, value as Handler);
  }
  return methods;
}

function checked(value: unknown, file: string): Response {
  if (!isResponse(value)) throw noResponse(value, file);
  return value;
}

function notAllowed(allow: string): Response {
  const headers = { "Content-Type": "text/plain", ...(allow === "" ? {} : { Allow: allow }) };
  return new Response("Method not allowed", { status: 405, headers });
}
