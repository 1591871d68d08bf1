import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Explained, Modules, Services, Stage, StageLine, Verdict } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { adopt } from "../../api/adopt.ts";
import { kSettings } from "../../http/settings.ts";
import type { ResponseSettings, RouteResponse } from "../../api/response-settings.ts";
import { logError } from "../../observe/logger.ts";
import { lineOf } from "../../rules/line.ts";
import { isSlowPattern } from "../../rules/backtracking.ts";
import type { Forward } from "../../rules/forward.ts";
import type { View } from "../../rules/stage.ts";
import { isResponse } from "../../web/response.ts";
import { Reloaded } from "../reloaded.ts";
import { responseSettings } from "../response-settings.ts";
import { compileMatcher, everyPath, type Matcher, entriesOf, type MatcherEntry } from "./matcher.ts";
import { applyResponse } from "./middleware-apply.ts";
import { type BodyLimit, SharedBody } from "./middleware-body.ts";
import { NextFetchEvent } from "./fetch-event.ts";
import type { MiddlewareFile } from "./middleware-file.ts";
import { originOf } from "./middleware-origin.ts";
import { NextURL } from "../../stand-ins/next/url.ts";
import { reportNotes, slowPatternNote } from "./config-notes.ts";
import { canonicalUrl } from "./canonical.ts";
import type { I18n } from "./custom-routes.ts";
import { toNextRequest } from "./request.ts";

type MiddlewareFunction = (request: Request, event: NextFetchEvent) => unknown;

const EVERY: readonly MatcherEntry[] = [{ source: "" }];

/** A middleware that is loaded, or why it is not; either guards the same paths. */
type State =
  | { readonly guards: Matcher; readonly run: MiddlewareFunction; readonly error?: undefined }
  | { readonly guards: Matcher; readonly error: unknown };

export interface MiddlewareOptions extends MiddlewareFile {
  /** The project, absolute. */
  readonly dir: string;
  readonly basePath: string;
  readonly trailingSlash?: boolean | undefined;
  readonly i18n?: I18n | undefined;
  /** With the locale that a path stands for. */
  readonly view: View;
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
  /** What it is for, as `pages-api routes` shows it. */
  lines: readonly StageLine[] = [];
  readonly #options: MiddlewareOptions;
  readonly #services: Services;
  #settings: ResponseSettings | undefined;
  readonly #loaded: Reloaded<State>;

  constructor(options: MiddlewareOptions, services: Services) {
    this.name = options.file;
    this.#options = options;
    this.#services = services;
    this.#loaded = new Reloaded<State>({
      guards: everyPath,
      error: new Error(`${options.file} has not been loaded.`),
    });
  }

  /** Loads the middleware, and again where it or what it imports has changed. */
  load(modules: Modules): void {
    const file = join(this.#options.dir, this.#options.file);
    this.#loaded.load(modules, file, () => this.#load(modules, file));
  }

  run(req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    const { state } = this.#loaded;
    if (!(state instanceof Promise)) return this.#guard(state, req, res, url);
    return state.then((loaded) => this.#guard(loaded, req, res, url));
  }

  /** Takes what the file says without running it. */
  async look(): Promise<void> {
    const { guards, entries } = await this.#written();
    this.#loaded.set({ guards, error: new Error(`${this.name} has not been loaded.`) });
    this.lines = entries.map((entry) => lineOf("middleware", { ...entry, destination: this.name }));
  }

  async explain(req: IncomingMessage, url: string): Promise<Explained> {
    const { guards } = await this.#loaded.state;
    const does = guards(req, this.#options.view.of(url, req))
      ? `${this.name} runs: it may answer, or change what follows`
      : `${this.name} does not run: its matcher names other requests`;
    return { lines: [{ kind: "middleware", source: "", does, when: [] }], verdict: undefined };
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
      const guards = this.#matcherOf(config);
      if (config?.matcher !== undefined) {
        const slow = entriesOf(config.matcher).filter(({ source }) => isSlowPattern(source));
        const notes = slow.map(({ source }) => slowPatternNote(name, "config.matcher", source));
        reportNotes(notes, this.#services);
      }
      return { guards, run: run as MiddlewareFunction };
    } catch (error) {
      logError(this.#services.logger, error);
      return { guards: (await this.#written()).guards, error };
    }
  }

  #matcherOf(config: { matcher?: unknown } | undefined): Matcher {
    const { file, basePath, i18n } = this.#options;
    return compileMatcher(config?.matcher, { file, basePath, locales: i18n?.locales });
  }

  /** The matcher as it is written in the file; every path where it cannot be read. */
  async #written(): Promise<{ readonly guards: Matcher; readonly entries: readonly MatcherEntry[] }> {
    const { dir, file } = this.#options;
    try {
      const { ExportReader } = await import("../../syntax/exports.ts");
      const reader = new ExportReader(dir);
      const { config } = (await reader.read(file, ["config"])).values as { config?: { matcher?: unknown } };
      const guards = this.#matcherOf(config);
      return { guards, entries: guards === everyPath ? EVERY : entriesOf(config?.matcher) };
    } catch {
      return { guards: everyPath, entries: EVERY };
    }
  }

  #guard(state: State, req: IncomingMessage, res: ServerResponse, url: string): Verdict | Promise<Verdict> {
    if (!state.guards(req, this.#options.view.of(url, req))) return undefined;
    if (!("run" in state)) throw state.error;
    return this.#answer(state.run, req, res, url);
  }

  async #answer(
    run: MiddlewareFunction,
    req: IncomingMessage,
    res: ServerResponse,
    url: string,
  ): Promise<Verdict> {
    const { kind, file, basePath, trailingSlash, i18n, bodyLimit } = this.#options;
    const services = this.#services;
    adopt(req, res);
    (res as RouteResponse)[kSettings] = this.#settings ??= responseSettings(services);
    const body = new SharedBody(req, bodyLimit);
    const origin = originOf(req);
    const { host } = req.headers;
    const urls = { basePath, i18n, trailingSlash, host };
    const asked = canonicalUrl(url);
    // Some have no locale in their text.
    const own = i18n === undefined ? asked : new NextURL(origin + asked, urls).href.slice(origin.length);
    const request = toNextRequest({ req, res, url: own, origin, body, urls, asked });
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
