import type { ResponseSettings } from "../../api/response-settings.ts";
import type { Call } from "../../convention.ts";
import { logError, type Logger } from "../../observe/logger.ts";
import { Endpoints } from "./endpoints.ts";
import { initOf, withoutBody } from "./request-copy.ts";
import { LiveArrival } from "./arrival.ts";
import type { AstroConfig } from "./config.ts";
import type { StaticAnswers } from "../../static/answers.ts";
import { builtAnswer } from "./built.ts";
import { type AstroEndpoint, methodsOf } from "./endpoint.ts";
import type { Middleware } from "./middleware.ts";
import { forwardedOf } from "./origin.ts";
import { PathClaims } from "./path-claims.ts";
import { staticPropsOf } from "./static-paths.ts";
import { type Called, Rendering } from "./rendering.ts";

interface AppOptions {
  readonly config: AstroConfig;
  readonly settings: ResponseSettings;
  readonly logger: Logger;
  readonly middleware: Middleware | undefined;
  /** Answers a method that an endpoint does not have with 405 and Allow, instead of 404. */
  readonly allowHeader: boolean;
  /** The answers of the build that is served. */
  readonly built?: (() => StaticAnswers | undefined) | undefined;
}

/** The endpoints of a project: what answers a request, with the project's own pages for errors. */
export class AstroApp {
  readonly config: AstroConfig;
  readonly settings: ResponseSettings;
  readonly site: URL | undefined;
  readonly middleware: Middleware | undefined;
  readonly #logger: Logger;
  readonly #allowHeader: boolean;
  readonly #built: AppOptions["built"];
  readonly endpoints: Endpoints;
  /** Which file has the static answer of a path, in a build. */
  readonly claims: PathClaims;

  constructor({ config, settings, logger, middleware, allowHeader, built }: AppOptions) {
    this.config = config;
    this.settings = settings;
    this.site = config.site === undefined ? undefined : new URL(config.site);
    this.middleware = middleware;
    this.#logger = logger;
    this.#allowHeader = allowHeader;
    this.#built = built;
    this.endpoints = new Endpoints(config.base, logger);
    this.claims = new PathClaims(config.conflict, (message) => this.warn(message));
  }

  warn(message: string): void {
    this.#logger.warn(message);
  }

  /** Answers a request with an endpoint, or with what the project has for a path without a route. */
  answer(endpoint: AstroEndpoint | undefined, request: Request, call: Call): Response | Promise<Response> {
    if (endpoint === undefined) return this.#answerUnmatched(request, call);
    const built = this.#built?.();
    if (built !== undefined && (endpoint.prerender || endpoint.hasParams)) {
      // As a file does, it comes before what is answered live.
      const answer = builtAnswer(built, endpoint.route, request, call);
      if (answer !== undefined) return answer;
      if (endpoint.prerender) return this.#answerStatic(endpoint, request, call);
    }
    if (isListed(endpoint)) return this.#answerStatic(endpoint, request, call);
    return this.#render({ endpoint, params: call.params }, request, call);
  }

  /** The endpoint of a path, for a rewrite. */
  find(path: string): Promise<Called> {
    return this.endpoints.find(path);
  }

  /** The answer where an endpoint has no function for a method. */
  missing(endpoint: AstroEndpoint, method: string): Response {
    const names = methodsOf(endpoint);
    const list = names.length === 0 ? "none" : names.join(", ");
    this.#logger.warn(`${endpoint.route.file} has no function for ${method}; it has: ${list}.`);
    if (!this.#allowHeader) return new Response(null, { status: 404 });
    return new Response(null, { status: 405, headers: { Allow: names.join(", ") } });
  }

  /**
   * A static route has the paths of its list alone, in a build those that were made. Another path goes on to the next
   * route that matches, as in Astro.
   */
  async #answerStatic(endpoint: AstroEndpoint, request: Request, call: Call): Promise<Response> {
    const isBuilt = this.#built?.() !== undefined;
    const isStatic = (each: AstroEndpoint): boolean => (isBuilt ? each.prerender : isListed(each));
    const path = new URL(request.url).pathname;
    const passed = new Set<string>();
    let called: Called | undefined = { endpoint, params: call.params };
    while (called?.endpoint !== undefined && isStatic(called.endpoint)) {
      // oxlint-disable-next-line no-await-in-loop -- one route after the other
      const props = isBuilt ? undefined : await staticPropsOf(called.endpoint, called.params, this.config);
      if (props !== undefined) return this.#render({ ...called, props }, request, call);
      passed.add(called.endpoint.route.file);
      // oxlint-disable-next-line no-await-in-loop -- as above
      called = await this.endpoints.findNext(path, passed);
    }
    return called === undefined ? this.#answerUnmatched(request, call) : this.#render(called, request, call);
  }

  async #answerUnmatched(request: Request, call: Call): Promise<Response> {
    const endpoint = await this.endpoints.page("404");
    return this.#render({ endpoint, params: {} }, request, call);
  }

  #render(called: Called, request: Request, call: Call): Response | Promise<Response> {
    const rendering = this.#renderingOf(called, request, call);
    let result: Response | Promise<Response>;
    try {
      result = rendering.run();
    } catch (error) {
      return this.#fail(error, rendering, call);
    }
    if (!(result instanceof Promise)) return this.#finish(result, rendering, call);
    return result.then(
      (response) => this.#finish(response, rendering, call),
      (error: unknown) => this.#fail(error, rendering, call),
    );
  }

  #renderingOf(called: Called, request: Request, { req }: Call): Rendering {
    const arrival = new LiveArrival(req, forwardedOf(req, this.config.allowedDomains));
    const own = arrival.isForwarded ? new Request(arrival.urlOf(request), initOf(request)) : request;
    return new Rendering(this, own, called, arrival);
  }

  #finish(response: Response, rendering: Rendering, call: Call): Response | Promise<Response> {
    const { status } = response;
    const answer = rendering.withCookies(response);
    const isBare = (status === 404 || status === 500) && !rendering.isOwnAnswer && response.body === null;
    return isBare ? this.#answerError({ status, error: null, before: answer }, rendering, call) : answer;
  }

  async #fail(error: unknown, rendering: Rendering, call: Call): Promise<Response> {
    // Without a page of the project, errors are answered as for all conventions.
    if ((await this.endpoints.page("500")) === undefined) throw error;
    logError(this.#logger, error);
    return this.#answerError({ status: 500, error }, rendering, call);
  }

  /** The project's own page for a status, behind the middleware unless that fails. */
  async #answerError(
    { status, error, before }: ErrorAnswer,
    { request, locals }: Rendering,
    call: Call,
  ): Promise<Response> {
    const endpoint = await this.endpoints.page(String(status));
    if (endpoint === undefined) return before ?? new Response(null, { status });
    const called = { endpoint, params: {}, props: { error } };
    for (const skipsMiddleware of [false, true]) {
      const rendering = this.#renderingOf(called, withoutBody(request), call);
      Object.assign(rendering.locals, locals);
      try {
        // oxlint-disable-next-line no-await-in-loop -- without the middleware only where it fails
        const response = await (skipsMiddleware ? rendering.callEndpoint() : rendering.run());
        return mergeErrorPage(rendering.withCookies(response), before);
      } catch (second) {
        logError(this.#logger, second);
      }
    }
    return before ?? new Response(null, { status });
  }
}

/** What the page of an error is asked for. */
interface ErrorAnswer {
  readonly status: number;
  readonly error: unknown;
  /** The answer that the page takes the place of. */
  readonly before?: Response;
}

/** Whether an endpoint has the paths of its `getStaticPaths` alone. */
function isListed({ prerender, module }: AstroEndpoint): boolean {
  return prerender && typeof module["getStaticPaths"] === "function";
}

/** The page of an error, with the headers and cookies that the answer before it had set. */
function mergeErrorPage(page: Response, before: Response | undefined): Response {
  if (before === undefined) return page;
  const headers = new Headers(before.headers);
  // A middleware that has run for both has set the same ones.
  const cookies = new Set(headers.getSetCookie());
  for (const [name, value] of page.headers) {
    if (name === "set-cookie" ? !cookies.has(value) : !headers.has(name)) headers.append(name, value);
  }
  const { status } = before.status === 200 ? page : before;
  return new Response(page.body, { status, statusText: before.statusText, headers });
}
