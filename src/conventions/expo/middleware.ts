import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Modules, Project, Services, Stage, Verdict } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { adopt } from "../../api/adopt.ts";
import { kSettings } from "../../http/settings.ts";
import { pathOf } from "../../http/target.ts";
import type { ResponseSettings, RouteResponse } from "../../api/response-settings.ts";
import { logError } from "../../observe/logger.ts";
import { toRequest } from "../../web/request.ts";
import { isResponse, sendResponse } from "../../web/response.ts";
import { Reloaded } from "../reloaded.ts";
import { thrownResponse, withUpdates } from "./answer.ts";
import { ImmutableRequest } from "./immutable-request.ts";
import { compileMatcher, type Matcher } from "./matcher.ts";
import { enter, scopeOf } from "./scope.ts";
import { pagePath } from "./site.ts";
import type { RouterSettings } from "./settings.ts";

const EXTENSIONS = ["tsx", "ts", "jsx", "js"];

/**
 * Finds `+middleware.ts` in the folder of the routes (relative to the project), where the app config turns it on.
 *
 * @throws RouteError MIDDLEWARE where there are several
 */
export function findMiddleware(
  { dir, files }: Pick<Project, "dir" | "files">,
  roots: readonly string[],
  { middleware }: RouterSettings,
  services: Services,
): string | undefined {
  const names = roots.flatMap((root) => EXTENSIONS.map((extension) => `${root}/+middleware.${extension}`));
  const found = names.filter((file) => files?.includes(file) ?? existsSync(join(dir, file)));
  const [file, other] = found;
  if (file === undefined) return undefined;
  if (!middleware || services.middleware === false) {
    const why = middleware
      ? "(middleware: false)"
      : "unless the app config turns it on, as in Expo: set unstable_useServerMiddleware to true in the options of the expo-router plugin";
    if (services.load !== undefined)
      services.logger.warn(`${file} does not run ${why}. The checks it makes are missing.`);
    return undefined;
  }
  if (other !== undefined) {
    throw new RouteError(
      "MIDDLEWARE",
      `Two files are the middleware: ${file}, ${other}. Remove one of them.`,
      { file },
    );
  }
  return file;
}

type State =
  | { readonly guards: Matcher; readonly run: (request: ImmutableRequest) => unknown }
  | { readonly error: unknown };

/** An app's `+middleware.ts`, run before everything else. It fails closed: while it does not load, every request answers 500. */
export class Middleware implements Stage {
  readonly name: string;
  readonly #dir: string;
  readonly #settings: ResponseSettings;
  readonly #services: Services;
  readonly #loaded: Reloaded<State>;

  /** @param dir - the project, absolute; `file` is relative to it */
  constructor(dir: string, file: string, settings: ResponseSettings, services: Services) {
    this.name = file;
    this.#dir = dir;
    this.#settings = settings;
    this.#services = services;
    this.#loaded = new Reloaded<State>({ error: new Error(`${file} has not been loaded.`) });
  }

  /** Loads the middleware, and again where it or what it imports has changed. */
  load(modules: Modules): void {
    const file = join(this.#dir, this.name);
    this.#loaded.load(modules, file, () => this.#load(modules, file));
  }

  run(req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    const { state } = this.#loaded;
    if (!(state instanceof Promise)) return this.#guard(state, req, res, url);
    return state.then((loaded) => this.#guard(loaded, req, res, url));
  }

  async #load(modules: Modules, file: string): Promise<State> {
    try {
      const module = (await modules.import(file)) as { default?: unknown; unstable_settings?: unknown };
      const run = module.default;
      if (typeof run !== "function") {
        throw new RouteError(
          "MIDDLEWARE",
          `${this.name} exports no function. Write: export default function middleware(request) { … }`,
          { file: this.name },
        );
      }
      const guards = compileMatcher(module.unstable_settings, this.name);
      return { guards, run: run as (request: ImmutableRequest) => unknown };
    } catch (error) {
      logError(this.#services.logger, error);
      return { error };
    }
  }

  #guard(state: State, req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    if ("error" in state) throw state.error;
    // The data of a page is guarded as the page is.
    if (!state.guards(req.method!, pagePath(pathOf(url)))) return undefined;
    return this.#answer(state.run, req, res, url);
  }

  async #answer(
    run: (request: ImmutableRequest) => unknown,
    req: IncomingMessage,
    res: ServerResponse,
    url: string,
  ): Promise<Verdict> {
    const services = this.#services;
    adopt(req, res);
    (res as RouteResponse)[kSettings] = this.#settings;
    const scope = scopeOf(
      req,
      () => toRequest({ req, res, url }),
      (work) => services.waitUntil(work),
    );
    const response = await this.#call(run, scope);
    if (response === undefined) return undefined;
    sendResponse(res, response, (error) => {
      logError(services.logger, error);
      res.destroy(error as Error);
    });
    return "answered";
  }

  async #call(
    run: (request: ImmutableRequest) => unknown,
    scope: ReturnType<typeof scopeOf>,
  ): Promise<Response | undefined> {
    try {
      const value = await enter(scope, run, new ImmutableRequest(scope.request));
      return isResponse(value) ? withUpdates(value, scope) : undefined;
    } catch (error) {
      return thrownResponse(error, scope);
    }
  }
}
