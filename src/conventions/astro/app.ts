import type { ResponseSettings } from "../../api/settings.ts";
import type { Call, Exports, Route } from "../../convention.ts";
import { logError, type Logger } from "../../observe/logger.ts";
import type { Lookup } from "../../convention.ts";
import { asInit, merge, withoutBody } from "./again.ts";
import { LiveArrival } from "./arrival.ts";
import type { AstroConfig } from "./config.ts";
import type { StaticAnswers } from "../../static/answers.ts";
import { builtAnswer } from "./built.ts";
import { type AstroEndpoint, methodsOf, readEndpoint } from "./endpoint.ts";
import type { Middleware } from "./middleware.ts";
import { forwardedOf } from "./origin.ts";
import { withoutBase } from "./path.ts";
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
  readonly #endpoints = new Map<string, AstroEndpoint>();
  /** Which file has the static answer of a path, in a build. */
  readonly claims: PathClaims;
  #routes: Lookup | undefined;

  constructor({ config, settings, logger, middleware, allowHeader, built }: AppOptions) {
    this.config = config;
    this.settings = settings;
    this.site = config.site === undefined ? undefined : new URL(config.site);
    this.middleware = middleware;
    this.#logger = logger;
    this.#allowHeader = allowHeader;
    this.#built = built;
    this.claims = new PathClaims(config.conflict, (message) => this.warn(message));
  }

  /** Takes the routes of the project, which rewrites and pages of errors look up. */
  connect(routes: Lookup): void {
    this.#routes = routes;
  }

  warn(message: string): void {
    this.#logger.warn(message);
  }

  bind(module: Exports, route: Route, prerender: boolean): AstroEndpoint {
    const endpoint = readEndpoint(module, route, prerender, this.#logger);
    this.#endpoints.set(route.file, endpoint);
    return endpoint;
  }

  /** Answers a request with an endpoint, or with what the project has for a path without a route. */
  answer(endpoint: AstroEndpoint | undefined, request: Request, call: Call): Response | Promise<Response> {
    if (endpoint === undefined) return this.#answerUnmatched(request, call);
    const built = this.#built?.();
    if (built !== undefined && (endpoint.prerender || endpoint.hasParams)) {
      // As a file does, it comes before what is answered live.
      const answer = builtAnswer(built, endpoint.route, request, call);
      if (answer !== undefined) return answer;
      if (endpoint.prerender) return this.#answerStatic(endpoint, true, request, call);
    }
    if (isListed(endpoint)) return this.#answerStatic(endpoint, false, request, call);
    return this.#render({ endpoint, params: call.params }, request, call);
  }

  /** The endpoint of a route, if its module has run. */
  endpointOfPattern(pattern: string): AstroEndpoint | undefined {
    return [...this.#endpoints.values()].find(({ route }) => route.pattern === pattern);
  }

  /** The route of a path, loaded. */
  async find(path: string): Promise<Called> {
    const match = this.#routes?.find(withoutBase(path, this.config.base));
    if (typeof match !== "object") return { endpoint: await this.#page("404"), params: {} };
    await match.route.load?.();
    return { endpoint: this.#endpointOf(match.route), params: match.params };
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
  async #answerStatic(endpoint: AstroEndpoint, isBuilt: boolean, request: Request, call: Call) {
    const passed = new Set<string>();
    let called: Called | undefined = { endpoint, params: call.params };
    while (
      called?.endpoint !== undefined &&
      (isBuilt ? called.endpoint.prerender : isListed(called.endpoint))
    ) {
      // oxlint-disable-next-line no-await-in-loop -- one route after the other
      const props = isBuilt ? undefined : await staticPropsOf(called.endpoint, called.params, this.config);
      if (props !== undefined) return this.#render({ ...called, props }, request, call);
      passed.add(called.endpoint.route.file);
      // oxlint-disable-next-line no-await-in-loop -- as above
      called = await this.#findNext(request, passed);
    }
    return called === undefined ? this.#answerUnmatched(request, call) : this.#render(called, request, call);
  }

  /** The first route of a request that is not among those files, loaded. */
  async #findNext(request: Request, passed: ReadonlySet<string>): Promise<Called | undefined> {
    const path = withoutBase(new URL(request.url).pathname, this.config.base);
    const match = this.#routes?.findNext(path, ({ file }) => !passed.has(file));
    if (match === undefined) return undefined;
    await match.route.load?.();
    // It may be a redirect of the config.
    return this.#endpoints.has(match.route.file)
      ? { endpoint: this.#endpointOf(match.route), params: match.params }
      : undefined;
  }

  async #answerUnmatched(request: Request, call: Call): Promise<Response> {
    const endpoint = await this.#page("404");
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
    const own = arrival.isForwarded ? new Request(arrival.urlOf(request), asInit(request)) : request;
    return new Rendering(this, own, called, arrival);
  }

  #finish(response: Response, rendering: Rendering, call: Call): Response | Promise<Response> {
    const { status } = response;
    const isPlain = (status === 404 || status === 500) && !rendering.isOwnAnswer && response.body === null;
    if (isPlain) return this.#answerError(status, null, rendering, call, rendering.withCookies(response));
    return rendering.withCookies(response);
  }

  async #fail(error: unknown, rendering: Rendering, call: Call): Promise<Response> {
    // Without a page of the project, errors are answered as for all conventions.
    if ((await this.#page("500")) === undefined) throw error;
    logError(this.#logger, error);
    return this.#answerError(500, error, rendering, call);
  }

  /** The project's own page for a status, behind the middleware unless that fails. */
  async #answerError(
    status: number,
    error: unknown,
    { request, locals }: Rendering,
    call: Call,
    before?: Response,
  ): Promise<Response> {
    const endpoint = await this.#page(String(status));
    if (endpoint === undefined) return before ?? new Response(null, { status });
    for (const skipped of [false, true]) {
      const rendering = this.#renderingOf(
        { endpoint, params: {}, props: { error } },
        withoutBody(request),
        call,
      );
      Object.assign(rendering.locals, locals);
      try {
        const response = await (skipped ? rendering.callEndpoint() : rendering.run());
        return merge(rendering.withCookies(response), before);
      } catch (second) {
        logError(this.#logger, second);
      }
    }
    return before ?? new Response(null, { status });
  }

  /** The endpoint of `404.ts` or `500.ts`. */
  async #page(name: string): Promise<AstroEndpoint | undefined> {
    const match = this.#routes?.find(`/${name}`);
    if (typeof match !== "object" || match.route.pattern !== `/${name}`) return undefined;
    await match.route.load?.();
    return this.#endpointOf(match.route);
  }

  #endpointOf({ file }: Route): AstroEndpoint {
    const endpoint = this.#endpoints.get(file);
    if (endpoint === undefined) throw new Error(`${file} does not load; see the error before this one.`);
    return endpoint;
  }
}

/** Whether an endpoint has the paths of its `getStaticPaths` alone. */
function isListed({ prerender, module }: AstroEndpoint): boolean {
  return prerender && typeof module["getStaticPaths"] === "function";
}
