import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Modules, Services, Stage, Verdict } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { adopt } from "../../http/adopt.ts";
import { kSettings, type ResponseSettings, type SettledResponse } from "../../http/outgoing.ts";
import { logError } from "../../observe/logger.ts";
import type { Forward } from "../../rules/proxy.ts";
import { isResponse } from "../../web/response.ts";
import { compileMatcher, everyPath, type Matcher } from "./matcher.ts";
import { applyResponse } from "./middleware-apply.ts";
import { type BodyLimit, SharedBody } from "./middleware-body.ts";
import { NextFetchEvent } from "./fetch-event.ts";
import type { MiddlewareFile } from "./middleware-file.ts";
import { originOf } from "./middleware-origin.ts";
import { canonicalUrl } from "./canonical.ts";
import { toNextRequest } from "./request.ts";

type MiddlewareFunction = (request: Request, event: NextFetchEvent) => unknown;

/** A middleware that is loaded, or why it is not; either guards the same paths. */
type State =
  | { readonly guards: Matcher; readonly run: MiddlewareFunction; readonly error?: undefined }
  | { readonly guards: Matcher; readonly error: unknown };

export interface MiddlewareOptions extends MiddlewareFile {
  /** The project, absolute. */
  readonly dir: string;
  readonly basePath?: string | undefined;
  readonly locales?: readonly string[] | undefined;
  readonly bodyLimit: BodyLimit;
  /** Sends a request on to another server. */
  readonly forward: Forward;
}

/**
 * A project's `middleware.ts` or `proxy.ts`, run before its routes. It fails closed: while it does not load, the paths
 * that it guards answer 500.
 */
export class Middleware implements Stage {
  readonly name: string;
  readonly #options: MiddlewareOptions;
  readonly #services: Services;
  #version: string | undefined;
  #settings: ResponseSettings | undefined;
  #state: State | Promise<State>;

  constructor(options: MiddlewareOptions, services: Services) {
    this.name = options.file;
    this.#options = options;
    this.#services = services;
    this.#state = { guards: everyPath, error: new Error(`${options.file} has not been loaded.`) };
  }

  /** Loads the middleware, and again where it or what it imports has changed. */
  load(modules: Modules): void {
    const file = join(this.#options.dir, this.#options.file);
    const version = modules.version(file);
    if (version !== undefined && version === this.#version) return;
    this.#version = version;
    const loading = this.#load(modules, file).then((state) => {
      if (this.#state === loading) this.#state = state;
      return state;
    });
    this.#state = loading;
  }

  run(req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    const state = this.#state;
    if (!(state instanceof Promise)) return this.#guard(state, req, res, url);
    return state.then((loaded) => this.#guard(loaded, req, res, url));
  }

  async #load(modules: Modules, file: string): Promise<State> {
    const { file: name, kind } = this.#options;
    try {
      const module = (await modules.import(file)) as Readonly<Record<string, any>>;
      const run: unknown = module[kind] ?? module["default"]?.[kind] ?? module["default"];
      if (typeof run !== "function") {
        throw new RouteError(
          "MIDDLEWARE",
          `${name} exports no function. Write: export function ${kind}(request) { … }`,
          { file: name },
        );
      }
      const config = (module["config"] ?? module["default"]?.config) as { matcher?: unknown } | undefined;
      return { guards: this.#matcherOf(config), run: run as MiddlewareFunction };
    } catch (error) {
      logError(this.#services.logger, error);
      return { guards: await this.#writtenMatcher(), error };
    }
  }

  #matcherOf(config: { matcher?: unknown } | undefined): Matcher {
    return compileMatcher(config?.matcher, this.#options);
  }

  /** The matcher of a file that does not load, as it is written there; every path where it cannot be read. */
  async #writtenMatcher(): Promise<Matcher> {
    const { dir, file } = this.#options;
    try {
      const { ExportReader } = await import("../../syntax/exports.ts");
      const reader = new ExportReader(dir, () => Promise.resolve(undefined));
      const { config } = (await reader.read(file, ["config"])).values;
      return config === undefined ? everyPath : this.#matcherOf(config as { matcher?: unknown });
    } catch {
      return everyPath;
    }
  }

  #guard(state: State, req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    if (!state.guards(req, url)) return undefined;
    if (!("run" in state)) throw state.error;
    return this.#answer(state.run, req, res, url);
  }

  async #answer(
    run: MiddlewareFunction,
    req: IncomingMessage,
    res: ServerResponse,
    url: string,
  ): Promise<Verdict> {
    const { kind, file, basePath, bodyLimit } = this.#options;
    const services = this.#services;
    adopt(req, res);
    (res as SettledResponse)[kSettings] = this.#settings ??= settingsOf(services);
    const body = new SharedBody(req, bodyLimit);
    const origin = originOf(req);
    const request = toNextRequest({ req, res, url: canonicalUrl(url), origin, body, basePath });
    const response = await run(request, new NextFetchEvent(request, `/${kind}`, services));
    await body.release();
    if (response === undefined || response === null) return undefined;
    if (!isResponse(response)) {
      throw new TypeError(
        `${file} returned ${typeof response}. Return a Response, NextResponse.next(), or nothing.`,
      );
    }
    const forward = async (to: URL): Promise<Verdict> => {
      await this.#options.forward(req, res, to.href);
      return "answered";
    };
    return applyResponse(response, { req, res, origin, logger: services.logger, forward });
  }
}

function settingsOf({ compress, dev, logger, preview }: Services): ResponseSettings {
  return { compress, dev, logger, preview: preview(), responseLimit: Infinity };
}
