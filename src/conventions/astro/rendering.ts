import { FastResponse } from "../../web/fast-response.ts";
import { isResponse, withCookies } from "../../web/response.ts";
import type { Arrival } from "./arrival.ts";
import type { AstroConfig } from "./config.ts";
import { ApiContext, type ContextCall, type RewriteTarget, spreadable } from "./context.ts";
import { AstroCookies } from "./cookies.ts";
import { type AstroEndpoint, type Handler, nameFor } from "./endpoint.ts";
import { answerOf, isLegacyResult } from "./legacy.ts";
import { isForeignForm, refuseForm } from "./origin.ts";
import { callMiddleware, type Middleware } from "./middleware.ts";
import { originPathOf } from "./path.ts";
import { copyRequest, rewriteUrl } from "./request-copy.ts";

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
  /** The answer where an endpoint has no function for a method. */
  missing(endpoint: AstroEndpoint, method: string): Response;
  /** The route of a path, loaded. */
  find(path: string): Promise<Called>;
}

/** One call of an endpoint behind its middleware. It stays one while rewrites move it from route to route. */
export class Rendering implements ContextCall {
  readonly app: Site;
  readonly arrival: Arrival;
  request: Request;
  params: Record<string, any>;
  props: Record<string, unknown>;
  endpoint: AstroEndpoint | undefined;
  /** The endpoint itself has answered 404 or 500, which is then no case for the project's own page of that. */
  isOwnAnswer = false;
  readonly locals: object;
  readonly #first: Request;
  readonly #own: ApiContext;
  readonly #context: ApiContext;
  #cookies: AstroCookies | undefined = undefined;
  #url: URL | undefined = undefined;
  #runs = 0;

  constructor(app: Site, request: Request, called: Called, arrival: Arrival) {
    this.app = app;
    this.arrival = arrival;
    this.request = this.#first = request;
    this.endpoint = called.endpoint;
    this.params = called.params;
    this.props = called.props ?? {};
    this.locals = arrival.locals;
    this.#own = new ApiContext(this);
    this.#context = spreadable(this.#own);
  }

  get config(): AstroConfig {
    return this.app.config;
  }

  get site(): URL | undefined {
    return this.app.site;
  }

  get routePattern(): string {
    return this.endpoint?.route.pattern ?? "/404";
  }

  get isPrerendered(): boolean {
    return this.arrival.isPrerendered;
  }

  get url(): URL {
    return (this.#url ??= this.arrival.urlOf(this.request));
  }

  get cookies(): AstroCookies {
    return (this.#cookies ??= new AstroCookies(this.request.headers.get("cookie")));
  }

  get address(): string {
    return this.arrival.address;
  }

  get originPath(): string {
    return originPathOf(this.#first, this.config);
  }

  /** Runs the check of origins, the middleware and the endpoint. */
  run(): Response | Promise<Response> {
    this.#runs += 1;
    if (this.#runs === MOST_RUNS) {
      return new Response("Loop Detected", { status: 508, statusText: "More than three rewrites" });
    }
    const { app, request } = this;
    if (app.config.checkOrigin && !this.isPrerendered && isForeignForm(request)) return refuseForm(request);
    if (app.middleware === undefined) return this.callEndpoint();
    return callMiddleware(app.middleware, this.#context, async (target) => {
      if (target !== undefined) await this.move(target);
      return this.callEndpoint();
    });
  }

  /** Calls the function that the endpoint has for the method. */
  callEndpoint(): Response | Promise<Response> {
    const { endpoint, request } = this;
    const context = this.#context;
    if (endpoint === undefined) return new FastResponse(null, { status: 404 });
    const { method } = request;
    const name = nameFor(endpoint, method);
    if (name === undefined) return this.app.missing(endpoint, method);
    const handler = endpoint.handlers.get(name);
    if (typeof handler !== "function") return new Response(null, { status: 500 });
    const isLegacy = endpoint.legacy.has(name);
    const result =
      isLegacy && handler.length > 1
        ? (handler as Handler).call(endpoint.module, context, request)
        : (handler as Handler).call(endpoint.module, context);
    return result instanceof Promise
      ? result.then((value: unknown) => this.#finish(value, isLegacy))
      : this.#finish(result, isLegacy);
  }

  /** Runs again, with the route of another path. */
  async rewrite(target: RewriteTarget): Promise<Response> {
    await this.move(target);
    return this.run();
  }

  /** Makes another route the one that is called, with the request that asks for it. */
  async move(target: RewriteTarget): Promise<void> {
    const url = rewriteUrl(target, this.request);
    const { endpoint, params } = await this.app.find(url.pathname);
    this.request = target instanceof Request ? target : copyRequest(url, this.request);
    const cookies = new AstroCookies(this.request.headers.get("cookie"));
    if (this.#cookies !== undefined) cookies.merge(this.#cookies);
    this.#cookies = cookies;
    this.#url = undefined;
    this.endpoint = endpoint;
    this.params = params;
    this.props = {};
    this.isOwnAnswer = false;
    const { request, routePattern } = this;
    Object.assign(this.#own, { request, params, routePattern, props: {} });
  }

  /** Puts the cookies that were set on a response: a copy, as it may be sent again to somebody else. */
  withCookies(response: Response): Response {
    const cookies = this.#cookies;
    return cookies?.isWritten === true ? withCookies(response, [...cookies.headers()]) : response;
  }

  #finish(value: unknown, isLegacy: boolean): Response {
    const response =
      isLegacy && !isResponse(value) && isLegacyResult(value)
        ? answerOf(value, this.url.pathname, this.isPrerendered)
        : value;
    if (!isResponse(response)) {
      const cure = isLegacyResult(value) ? "new Response(body)" : "new Response(text)";
      throw new TypeError(`${this.endpoint!.route.file} returned no Response. Write: return ${cure}.`);
    }
    if (response.status === 404 || response.status === 500) this.isOwnAnswer = true;
    return this.request.method === "HEAD" ? new Response(null, response) : response;
  }
}
