import type { Exports, Lookup, Route } from "../../convention.ts";
import type { Logger } from "../../observe/logger.ts";
import { type AstroEndpoint, readEndpoint } from "./endpoint.ts";
import { withoutBase } from "./path.ts";
import type { Called } from "./rendering.ts";

/** The endpoints of a project: each is known once its module has run. */
export class Endpoints {
  readonly #base: string;
  readonly #logger: Logger;
  readonly #byFile = new Map<string, AstroEndpoint>();
  #routes: Lookup | undefined;

  /** @param base of the config, which paths may begin with */
  constructor(base: string, logger: Logger) {
    this.#base = base;
    this.#logger = logger;
  }

  /** Takes the routes of the project, which rewrites and pages of errors look up. */
  connect(routes: Lookup): void {
    this.#routes = routes;
  }

  bind(module: Exports, route: Route, prerender: boolean): AstroEndpoint {
    const endpoint = readEndpoint(module, route, prerender, this.#logger);
    this.#byFile.set(route.file, endpoint);
    return endpoint;
  }

  /** The endpoint of a pattern, if its module has run. */
  ofPattern(pattern: string): AstroEndpoint | undefined {
    return [...this.#byFile.values()].find(({ route }) => route.pattern === pattern);
  }

  /** The endpoint of a path, loaded; that of `404.ts` where no route matches. */
  async find(path: string): Promise<Called> {
    const match = this.#routes?.find(withoutBase(path, this.#base));
    if (typeof match !== "object") return { endpoint: await this.page("404"), params: {} };
    await match.route.load?.();
    return { endpoint: this.#of(match.route), params: match.params };
  }

  /** The first endpoint of a path that is not in one of these files, loaded. */
  async findNext(path: string, passed: ReadonlySet<string>): Promise<Called | undefined> {
    const match = this.#routes?.findNext(withoutBase(path, this.#base), ({ file }) => !passed.has(file));
    if (match === undefined) return undefined;
    await match.route.load?.();
    // It may be a redirect of the config.
    if (!this.#byFile.has(match.route.file)) return undefined;
    return { endpoint: this.#of(match.route), params: match.params };
  }

  /** The endpoint of `404.ts` or `500.ts`. */
  async page(name: string): Promise<AstroEndpoint | undefined> {
    const match = this.#routes?.find(`/${name}`);
    if (typeof match !== "object" || match.route.pattern !== `/${name}`) return undefined;
    await match.route.load?.();
    return this.#of(match.route);
  }

  #of({ file }: Route): AstroEndpoint {
    const endpoint = this.#byFile.get(file);
    if (endpoint === undefined) throw new Error(`${file} does not load; see the error before this one.`);
    return endpoint;
  }
}
