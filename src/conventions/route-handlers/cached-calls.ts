import type { Call, Exports, WebEndpoint } from "../../convention.ts";
import { encodeTag } from "../../cache/validate.ts";
import type { CacheHolder } from "../../cache/holder.ts";
import { enterWork, finishWork, type Work, workOf } from "../../cache/work.ts";
import type { Route } from "../../routing/router.ts";
import type { HandlerConfig } from "./config.ts";
import { emptied } from "./static-request.ts";

/** A route file, and what it is cached by. */
export interface CachedFile {
  /** What answers without a cache. */
  readonly endpoint: WebEndpoint;
  readonly module: Exports;
  readonly route: Route;
  readonly config: HandlerConfig;
  readonly holder: CacheHolder;
}

/** Calls the endpoint of a route file with the cache of the server at hand. */
export class CachedCalls {
  readonly #file: CachedFile;
  readonly #page: string;
  readonly #settings: Pick<Work, "fetchCache" | "forceDynamic" | "forceStatic">;

  constructor(file: CachedFile) {
    const { dynamic, fetchCache } = file.config;
    this.#file = file;
    this.#page = pageOf(file.route.file);
    this.#settings = {
      fetchCache,
      forceDynamic: dynamic === "force-dynamic",
      forceStatic: dynamic === "force-static",
    };
  }

  /** The tags that all answers of a path have. */
  softTags(path: string): readonly string[] {
    return softTagsOf(this.#page, path);
  }

  /** What the cache is to know of a call. */
  work(path: string, rest: Partial<Work> = {}): Work {
    const { holder, route } = this.#file;
    return workOf(holder.get(), route.pattern, {
      softTags: this.softTags(path),
      ...this.#settings,
      ...rest,
    });
  }

  /** Answers for one request; its data may be kept, the answer is not. */
  async answer(request: Request, call: Call): Promise<Response> {
    const { pathname } = new URL(call.url, "http://localhost");
    const work = this.work(pathname);
    const seen = this.#asSeen(request, pathname);
    const response = await enterWork(work, () => this.#file.endpoint.handle(seen, call));
    const done = finishWork(work);
    // What the client asks for next is to find it done; what is only read goes on behind the answer.
    if (work.state.revalidated.size > 0) await done;
    else call.waitUntil(done);
    return response;
  }

  /** Answers where nothing has to do with the cache. */
  answerAlone(request: Request, call: Call): Response | Promise<Response> {
    return this.#file.endpoint.handle(this.#asSeen(request, call.url), call);
  }

  #asSeen(request: Request, url: string): Request {
    return this.#settings.forceStatic ? emptied(request, url) : request;
  }
}

/** `/posts/[id]/route` of `app/posts/[id]/route.ts`. */
function pageOf(file: string): string {
  return file.replace(/^(?:src\/)?app/, "").replace(/\.[^./]+$/, "");
}

const PREFIX = "_N_T_";

/**
 * The tags that the answers and data of a route have by its path, for `revalidatePath`: `/layout`, `/posts/layout`,
 * `/posts/[id]/layout`, `/posts/[id]/route`, and the path that was asked for.
 *
 * @param page the folders of the route file and its name: `/posts/[id]/route`
 */
function softTagsOf(page: string, path: string): string[] {
  const folders = page.split("/").slice(1, -1);
  const layouts = folders.map((_, index) => `/${folders.slice(0, index + 1).join("/")}/layout`);
  const tags = [...new Set(["/layout", ...layouts, page, path])].map((tag) => `${PREFIX}${encodeTag(tag)}`);
  return path === "/" ? [...tags, `${PREFIX}/index`] : tags;
}
