import type { EventEmitter } from "node:events";
import type { Call, WebEndpoint } from "../../convention.ts";
import { keptAnswer, type Made, revalidatedAnswer } from "../../cache/answers.ts";
import { TAGS_HEADER } from "../../cache/handler.ts";
import type { Cache } from "../../cache/cache.ts";
import type { CacheHolder } from "../../cache/holder.ts";
import {
  isDynamicUsage,
  enterWork,
  finishWork,
  type Keeping,
  type Work,
  workIsUsed,
  workOf,
} from "../../cache/work.ts";
import { ApiError } from "../../error.ts";
import { waitUntil } from "../../lifecycle/background.ts";
import { logError } from "../../observe/logger.ts";
import type { Route } from "../../routing/router.ts";
import type { StaticAnswer } from "../../static/answers.ts";
import type { HandlerConfig } from "./config.ts";
import { madeOf, responseOf } from "./kept.ts";
import { softTagsOf } from "./soft-tags.ts";
import { backgroundCall, emptied, staticRequest } from "./static-request.ts";
import { paramSets, pathOf, type ParamSet } from "./static-params.ts";

const OTHERS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Puts the cache round the endpoint of a route file: its data, and its answers where they can be kept. */
export function withCache(
  endpoint: WebEndpoint,
  module: Readonly<Record<string, unknown>>,
  route: Route,
  config: HandlerConfig,
  holder: CacheHolder,
): WebEndpoint {
  const page = pageOf(route.file);
  const { dynamic, fetchCache, settings } = config;
  const fixed = {
    fetchCache,
    forceDynamic: dynamic === "force-dynamic",
    forceStatic: dynamic === "force-static",
  };
  const asSeen = (request: Request, url: string): Request =>
    fixed.forceStatic ? emptied(request, url) : request;
  const work = (path: string, rest: Partial<Work> = {}): Work =>
    workOf(holder.get(), route.pattern, { softTags: softTagsOf(page, path), ...fixed, ...rest });

  /** Answers for one request. */
  async function once(request: Request, call: Call): Promise<Response> {
    const { pathname } = new URL(call.url, "http://localhost");
    const own = work(pathname);
    const response = await enterWork(own, () => endpoint.handle(asSeen(request, pathname), call));
    const done = finishWork(own);
    // What the client asks for next is to find it done; what is only read goes on behind the answer.
    if (own.state.revalidated.size > 0) await done;
    else call.waitUntil(done);
    return response;
  }
  const answer: WebEndpoint["handle"] = (request, call) =>
    workIsUsed() || fetchCache !== undefined
      ? once(request, call)
      : endpoint.handle(asSeen(request, call.url), call);
  if (!canBeStatic(module, route, config)) return { ...endpoint, handle: answer };

  const { built } = holder;
  const isParametric = route.segments.some(({ kind }) => kind !== "static");
  const own = built?.paths(route.file);
  const isClosed = isParametric && !config.dynamicParams;
  let known: Promise<ReadonlySet<string>> | undefined;
  let isDynamic = built?.dynamic.has(route.file) === true;

  /** Makes the answer of a path that is the same for all. */
  async function make(path: string, params: Call["params"]): Promise<Made> {
    const seconds =
      config.revalidate === undefined || config.revalidate === false ? Infinity : config.revalidate;
    const keeping: Keeping = { revalidate: seconds, tags: new Set(softTagsOf(page, path)) };
    const making = work(path, { keeping }) as Work & { readonly keeping: Keeping };
    const request = staticRequest(path, making);
    const call = backgroundCall(params);
    try {
      const response = await enterWork(making, () => endpoint.handle(request, call));
      if (keeping.dynamic !== undefined) throw keeping.dynamic;
      return await madeOf(response, keeping, holder.get().expireTime);
    } catch (error) {
      throw keeping.dynamic ?? error;
    } finally {
      (call.res as unknown as EventEmitter).emit("close");
      await finishWork(making);
    }
  }

  async function kept(request: Request, call: Call): Promise<Response> {
    const path = pathOf(route, call.params);
    if (isClosed) await requireKnown(path);
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(Buffer.from("Method Not Allowed"), {
        status: 405,
        headers: { allow: "GET, HEAD" },
      });
    }
    const making = {
      cache: holder.get(),
      key: path,
      make: () => make(path, call.params),
      waitUntil,
      failed: (error: unknown) => logError(settings.logger, error),
    };
    try {
      const revalidating = isRevalidation(call, settings.preview.bypassId);
      if (revalidating && call.req.headers[ONLY_GENERATED] !== undefined) await requireAnswer(making);
      return responseOf(await (revalidating ? revalidatedAnswer(making) : keptAnswer(making)));
    } catch (error) {
      if (!isDynamicUsage(error) || dynamic === "error") throw error;
      if (!isParametric) isDynamic = true;
      return once(request, call);
    }
  }

  /** @throws ApiError 404 for params that `dynamicParams = false` refuses */
  async function requireKnown(path: string): Promise<void> {
    known ??= own === undefined ? pathsOf() : Promise.resolve(own);
    if (!(await known).has(path)) throw new ApiError(404, "NOT_FOUND", "Not Found");
  }

  async function pathsOf(): Promise<ReadonlySet<string>> {
    const sets = config.hasStaticParams ? await paramSets(module, route) : [];
    return new Set(sets.map((params) => pathOf(route, params)));
  }

  async function develop(request: Request, call: Call): Promise<Response> {
    await requireKnown(pathOf(route, call.params));
    return once(request, call);
  }

  return {
    ...endpoint,
    handle(request, call) {
      if (settings.dev && isClosed && config.hasStaticParams) return develop(request, call);
      if (isDynamic || settings.dev || isDraft(call)) return once(request, call);
      return kept(request, call);
    },
    async prerender() {
      const sets: readonly ParamSet[] = isParametric
        ? config.hasStaticParams
          ? await paramSets(module, route)
          : []
        : [{}];
      const answers: StaticAnswer[] = [];
      for (const params of sets) {
        const path = pathOf(route, params);
        try {
          const { value, cacheControl } = await make(path, params);
          if (value.status >= 400 && value.status !== 404) return "dynamic";
          const { [TAGS_HEADER]: tags, ...headers } = value.headers;
          const { status, body } = value;
          answers.push({
            path,
            file: route.file,
            status,
            headers,
            body,
            ...cacheControl,
            tags: String(tags).split(","),
          });
        } catch (error) {
          if (!isDynamicUsage(error) || dynamic === "error") throw error;
          return "dynamic";
        }
      }
      return answers;
    },
  };
}

function canBeStatic(
  module: Readonly<Record<string, unknown>>,
  route: Route,
  config: HandlerConfig,
): boolean {
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

/** `/posts/[id]/route` of `app/posts/[id]/route.ts`. */
function pageOf(file: string): string {
  return file.replace(/^(?:src\/)?app/, "").replace(/\.[^./]+$/, "");
}

const ONLY_GENERATED = "x-prerender-revalidate-if-generated";

/** @throws ApiError 404 where `unstable_onlyGenerated` asks for an answer anew that was never made */
async function requireAnswer({ cache, key }: { cache: Cache; key: string }): Promise<void> {
  if ((await cache.answer(key)) === undefined) throw new ApiError(404, "NOT_FOUND", "Not Found");
}

/** `res.revalidate()` asks for an answer anew, with the id that only this server knows. */
function isRevalidation({ req }: Call, id: string): boolean {
  return req.headers["x-prerender-revalidate"] === id;
}

function isDraft({ req }: Call): boolean {
  return req.headers.cookie?.includes("__prerender_bypass=") === true;
}
