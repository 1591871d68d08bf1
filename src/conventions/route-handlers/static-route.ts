import type { EventEmitter } from "node:events";
import type { Call } from "../../convention.ts";
import { BYPASS_COOKIE } from "../../api/preview.ts";
import { ONLY_GENERATED_HEADER, REVALIDATE_HEADER } from "../../api/revalidate.ts";
import { keptAnswer, type Made, revalidatedAnswer } from "../../cache/answers.ts";
import { TAGS_HEADER } from "../../cache/handler.ts";
import { enterWork, finishWork, isDynamicUsage, type Keeping, type Work } from "../../cache/work.ts";
import { ApiError } from "../../error.ts";
import { waitUntil } from "../../lifecycle/background.ts";
import { logError } from "../../observe/logger.ts";
import type { StaticAnswer } from "../../static/answers.ts";
import { madeOf, responseOf } from "./kept.ts";
import { backgroundCall, staticRequest } from "./static-request.ts";
import { paramSets, pathOf, type ParamSet } from "./static-params.ts";
import type { CachedCalls, CachedFile } from "./cached-calls.ts";

/** Methods that a route with answers for all does not have. */
const OTHERS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Whether the GET of a route file may give answers that are the same for all requests. */
export function canBeStatic({ module, route, config }: CachedFile): boolean {
  const { dynamic, revalidate, hasStaticParams, isStatic } = config;
  if (typeof module["GET"] !== "function" || OTHERS.some((name) => typeof module[name] === "function"))
    return false;
  if (dynamic === "force-dynamic" || revalidate === 0) return false;
  const forced = dynamic === "force-static" || dynamic === "error" || hasStaticParams;
  const count = route.segments.filter(({ kind }) => kind !== "static").length;
  // The ids of metadata are known to the build, the params of folders above are not.
  if (isStatic && count > 0) return count === 1 && hasStaticParams;
  return count > 0 ? forced : forced || isStatic || revalidate !== undefined;
}

/** A route whose answers are kept and sent to all, unless it turns out to read what belongs to one request. */
export class StaticRoute {
  readonly #file: CachedFile;
  readonly #calls: CachedCalls;
  readonly #isParametric: boolean;
  /** Whether only the paths that the file names are routes. */
  readonly #isClosed: boolean;
  /** The paths that the build has made, where one is served. */
  readonly #built: ReadonlySet<string> | undefined;
  #paths: Promise<ReadonlySet<string>> | undefined;
  #isDynamic: boolean;

  constructor(file: CachedFile, calls: CachedCalls) {
    const { route, holder, config } = file;
    this.#file = file;
    this.#calls = calls;
    this.#isParametric = route.segments.some(({ kind }) => kind !== "static");
    this.#isClosed = this.#isParametric && !config.dynamicParams;
    this.#built = holder.built?.paths(route.file);
    this.#isDynamic = holder.built?.dynamic.has(route.file) === true;
  }

  handle(request: Request, call: Call): Promise<Response> {
    const { settings, hasStaticParams } = this.#file.config;
    if (settings.dev && this.#isClosed && hasStaticParams) return this.#answerKnown(request, call);
    if (this.#isDynamic || settings.dev || isDraft(call)) return this.#calls.answer(request, call);
    return this.#answer(request, call);
  }

  /** Makes the answers that a build can know. */
  async prerender(): Promise<readonly StaticAnswer[] | "dynamic"> {
    const answers: StaticAnswer[] = [];
    for (const params of await this.#paramSets()) {
      const answer = await this.#prerenderOne(params);
      if (answer === "dynamic") return answer;
      answers.push(answer);
    }
    return answers;
  }

  async #paramSets(): Promise<readonly ParamSet[]> {
    const { module, route, config } = this.#file;
    if (!this.#isParametric) return [{}];
    return config.hasStaticParams ? paramSets(module, route) : [];
  }

  async #prerenderOne(params: ParamSet): Promise<StaticAnswer | "dynamic"> {
    const { route } = this.#file;
    const path = pathOf(route, params);
    try {
      const { value, cacheControl } = await this.#make(path, params);
      if (value.status >= 400 && value.status !== 404) return "dynamic";
      const { status, body } = value;
      const { [TAGS_HEADER]: tags, ...headers } = value.headers;
      return {
        path,
        file: route.file,
        status,
        headers,
        body,
        ...cacheControl,
        tags: String(tags).split(","),
      };
    } catch (error) {
      if (this.#mustBeStatic(error)) throw error;
      return "dynamic";
    }
  }

  async #answer(request: Request, call: Call): Promise<Response> {
    const path = pathOf(this.#file.route, call.params);
    if (this.#isClosed) await this.#requireKnown(path);
    if (request.method !== "GET" && request.method !== "HEAD") {
      const body = Buffer.from("Method Not Allowed");
      return new Response(body, { status: 405, headers: { allow: "GET, HEAD" } });
    }
    try {
      return await this.#kept(path, call);
    } catch (error) {
      if (this.#mustBeStatic(error)) throw error;
      if (!this.#isParametric) this.#isDynamic = true;
      return this.#calls.answer(request, call);
    }
  }

  /** Answers anew for a path that is one. */
  async #answerKnown(request: Request, call: Call): Promise<Response> {
    await this.#requireKnown(pathOf(this.#file.route, call.params));
    return this.#calls.answer(request, call);
  }

  /** @throws ApiError 404 for params that `dynamicParams = false` refuses */
  async #requireKnown(path: string): Promise<void> {
    this.#paths ??= this.#built === undefined ? this.#namedPaths() : Promise.resolve(this.#built);
    if (!(await this.#paths).has(path)) throw new ApiError(404, "NOT_FOUND", "Not Found");
  }

  async #namedPaths(): Promise<ReadonlySet<string>> {
    const sets = await this.#paramSets();
    return new Set(sets.map((params) => pathOf(this.#file.route, params)));
  }

  /** The answer that is kept for a path, or a new one. */
  async #kept(path: string, call: Call): Promise<Response> {
    const { holder, config } = this.#file;
    const { logger, preview } = config.settings;
    const cache = holder.get();
    const making = {
      cache,
      key: path,
      make: () => this.#make(path, call.params),
      waitUntil,
      failed: (error: unknown) => logError(logger, error),
    };
    const { headers } = call.req;
    if (headers[REVALIDATE_HEADER] !== preview.bypassId) return responseOf(await keptAnswer(making));
    const isMissing = headers[ONLY_GENERATED_HEADER] !== undefined && !(await cache.answer(path));
    if (isMissing) throw new ApiError(404, "NOT_FOUND", "Not Found");
    return responseOf(await revalidatedAnswer(making));
  }

  /** Makes the answer of a path that is the same for all. */
  async #make(path: string, params: Call["params"]): Promise<Made> {
    const { endpoint, config, holder } = this.#file;
    const keeping: Keeping = {
      revalidate: config.revalidate || Infinity,
      tags: new Set(this.#calls.softTags(path)),
    };
    const work = this.#calls.work(path, { keeping }) as Work & { readonly keeping: Keeping };
    const request = staticRequest(path, work);
    const call = backgroundCall(params);
    try {
      const response = await enterWork(work, () => endpoint.handle(request, call));
      if (keeping.dynamic !== undefined) throw keeping.dynamic;
      return await madeOf(response, keeping, holder.get().expireTime);
    } catch (error) {
      throw keeping.dynamic ?? error;
    } finally {
      (call.res as unknown as EventEmitter).emit("close");
      await finishWork(work);
    }
  }

  /** Whether an error is one for the client, and not the sign that the route is dynamic. */
  #mustBeStatic(error: unknown): boolean {
    return !isDynamicUsage(error) || this.#file.config.dynamic === "error";
  }
}

function isDraft({ req }: Call): boolean {
  return req.headers.cookie?.includes(`${BYPASS_COOKIE}=`) === true;
}
