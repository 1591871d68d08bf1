import { isResponse } from "../../web/response.ts";
import type { AstroConfig } from "./config.ts";
import {
  type ApiContext,
  type ContextParts,
  cookiesOf,
  createContext,
  type RewriteTarget,
} from "./context.ts";
import { AstroCookies } from "./cookies.ts";
import { type AstroEndpoint, handlerFor, type Handler } from "./endpoint.ts";
import { answerOf, isLegacyResult } from "./legacy.ts";
import { isForeignForm, refuseForm } from "./origin.ts";
import { callMiddleware, type Middleware } from "./middleware.ts";
import { copyRequest, rewriteUrl } from "./rewrite.ts";

/** How often a request may be rewritten to a route that runs the middleware again. */
const MOST_RUNS = 4;

/** What is called: a route with its params, or none. */
export interface Called {
  readonly endpoint: AstroEndpoint | undefined;
  readonly params: Record<string, any>;
  readonly props?: Record<string, unknown>;
}

/** What a rendering asks its project. */
interface Site {
  readonly config: AstroConfig;
  readonly site: URL | undefined;
  readonly middleware: Middleware | undefined;
  /** The path by which a client came. */
  originPath(request: Request): string;
  /** The answer where an endpoint has no function for a method. */
  missing(endpoint: AstroEndpoint, method: string): Response;
  /** The route of a path, loaded. */
  find(path: string): Promise<Called>;
}

/** One call of an endpoint behind its middleware. It stays one while rewrites move it from route to route. */
export class Rendering {
  readonly app: Site;
  readonly parts: ContextParts;
  readonly context: ApiContext;
  endpoint: AstroEndpoint | undefined;
  /** The endpoint itself has answered 404 or 500, which is then no case for the project's own page of that. */
  isOwnAnswer = false;
  #runs = 0;

  constructor(
    app: Site,
    request: Request,
    called: Called,
    call: Pick<ContextParts, "urlOf" | "addressOf" | "locals" | "isPrerendered">,
  ) {
    this.app = app;
    this.endpoint = called.endpoint;
    this.parts = {
      ...call,
      config: app.config,
      site: app.site,
      request,
      params: called.params,
      props: called.props ?? {},
      routePattern: called.endpoint?.route.pattern ?? "/404",
      originPath: app.originPath(request),
      rewrite: async (target) => {
        await this.move(target);
        return this.run();
      },
      move: async (target) => this.move(target),
      cookies: undefined,
    };
    this.context = createContext(this.parts);
  }

  /** Runs the check of origins, the middleware and the endpoint. */
  run(): Response | Promise<Response> {
    this.#runs += 1;
    if (this.#runs === MOST_RUNS) {
      return new Response("Loop Detected", { status: 508, statusText: "More than three rewrites" });
    }
    const { app, context, parts } = this;
    const checks = app.config.checkOrigin && !parts.isPrerendered;
    if (checks && isForeignForm(parts.request, () => context.url.origin)) return refuseForm(parts.request);
    if (app.middleware === undefined) return this.callEndpoint();
    return callMiddleware(app.middleware, context, async (target) => {
      if (target !== undefined) await this.move(target);
      return this.callEndpoint();
    });
  }

  /** Calls the function that the endpoint has for the method. */
  callEndpoint(): Response | Promise<Response> {
    const { endpoint, context } = this;
    const { request } = this.parts;
    if (endpoint === undefined) return new Response(null, { status: 404 });
    const { method } = request;
    const [name, handler] = handlerFor(endpoint, method) ?? [];
    if (handler === undefined) return this.app.missing(endpoint, method);
    if (typeof handler !== "function") return new Response(null, { status: 500 });
    const isLegacy = endpoint.legacy.has(name!);
    const result =
      isLegacy && handler.length > 1
        ? (handler as Handler).call(endpoint.module, context, request)
        : (handler as Handler).call(endpoint.module, context);
    return result instanceof Promise
      ? result.then((value: unknown) => this.#finish(value, isLegacy))
      : this.#finish(result, isLegacy);
  }

  /** Makes another route the one that is called, with the request that asks for it. */
  async move(target: RewriteTarget): Promise<void> {
    const { app, parts, context } = this;
    const url = rewriteUrl(target, parts.request);
    const called = await app.find(url.pathname);
    const request = target instanceof Request ? target : copyRequest(url, parts.request);
    const cookies = new AstroCookies(request.headers.get("cookie"));
    if (parts.cookies !== undefined) cookies.merge(parts.cookies);
    this.endpoint = called.endpoint;
    this.isOwnAnswer = false;
    const { params } = called;
    const routePattern = called.endpoint?.route.pattern ?? "/404";
    Object.assign(parts, { request, cookies, params, routePattern, props: {} });
    Object.assign(context, { request, params, routePattern, props: {} });
  }

  /** Puts the cookies that were set on a response; on a copy where its headers cannot be changed. */
  withCookies(response: Response): Response {
    const { cookies } = this.parts;
    if (cookies === undefined || !cookies.isWritten) return response;
    const answer = isChangeable(response) ? response : new Response(response.body, response);
    for (const header of cookiesOf(this.parts).headers()) answer.headers.append("Set-Cookie", header);
    return answer;
  }

  #finish(value: unknown, isLegacy: boolean): Response {
    const { request } = this.parts;
    const response =
      isLegacy && !isResponse(value) && isLegacyResult(value)
        ? answerOf(value, this.context.url.pathname, this.parts.isPrerendered)
        : value;
    if (!isResponse(response)) {
      const cure = isLegacyResult(value) ? "new Response(body)" : "new Response(text)";
      throw new TypeError(`${this.endpoint!.route.file} returned no Response. Write: return ${cure}.`);
    }
    if (response.status === 404 || response.status === 500) this.isOwnAnswer = true;
    return request.method === "HEAD" ? new Response(null, response) : response;
  }
}

/** Responses of `fetch` and `Response.redirect` refuse changes of their headers. */
function isChangeable({ headers }: Response): boolean {
  try {
    headers.delete("x-pages-api-probe");
    return true;
  } catch {
    return false;
  }
}
