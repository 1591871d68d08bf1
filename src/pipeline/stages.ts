import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedRoute, Surroundings, Verdict } from "../convention.ts";
import { pathOf } from "../http/target.ts";
import type { BAD_PATH, Match, Route, Router } from "../routing/router.ts";

export type Found<R extends Route = ServedRoute> = Match<R> | typeof BAD_PATH | undefined;

/** That a stage has begun an answer. */
export const ANSWERED = Symbol("answered");

/** Where a request leads to. */
export type Way<R extends Route = ServedRoute> =
  | typeof ANSWERED
  | { readonly match: Found<R>; readonly url: string };

/**
 * Finds what answers requests, behind rules and middleware. Made once for a project: what a request costs here, it costs
 * every request of a project that has any.
 */
export class Finder<R extends Route = ServedRoute> {
  readonly #router: Router<R>;
  readonly #surroundings: Surroundings;
  readonly #route: NonNullable<Surroundings["route"]>;

  constructor(router: Router<R>, surroundings: Surroundings) {
    this.#router = router;
    this.#surroundings = surroundings;
    this.#route = surroundings.route ?? same;
  }

  /** At once, where no stage takes its time. */
  find(req: IncomingMessage, res: ServerResponse, asked: string): Way<R> | Promise<Way<R>> {
    return this.#run("before", { req, res, asked }, 0, asked);
  }

  /** Runs the stages of a phase one after the other, and what comes behind them. */
  #run(phase: Phase, ask: Ask, from: number, given: string): Way<R> | Promise<Way<R>> {
    const stages = this.#surroundings[phase];
    let url = given;
    for (let index = from; index < stages.length; index += 1) {
      const verdict = stages[index]!.run(ask.req, ask.res, url, this.#exists);
      if (verdict === undefined) continue;
      if (verdict instanceof Promise) return this.#later(verdict, phase, ask, index + 1, url);
      if (verdict === "answered") return ANSWERED;
      ({ url } = verdict);
    }
    return this.#behind(phase, ask, url);
  }

  async #later(
    verdict: Promise<Verdict>,
    phase: Phase,
    ask: Ask,
    next: number,
    url: string,
  ): Promise<Way<R>> {
    const late = await verdict;
    return late === "answered" ? ANSWERED : this.#run(phase, ask, next, late?.url ?? url);
  }

  #behind(phase: Phase, ask: Ask, url: string): Way<R> | Promise<Way<R>> {
    const { afterFiles, fallback } = this.#surroundings;
    const isRewritten = url !== ask.asked;
    if (phase === "before" && afterFiles.length > 0) {
      const path = this.#route(pathOf(url), isRewritten);
      const exact = path === undefined ? undefined : this.#router.findStatic(path);
      return exact === undefined ? this.#run("afterFiles", ask, 0, url) : { match: exact, url };
    }
    const match = this.#match(url, isRewritten);
    if (match !== undefined || phase === "fallback" || fallback.length === 0) return { match, url };
    return this.#run("fallback", ask, 0, url);
  }

  #match(url: string, isRewritten: boolean): Found<R> {
    const path = this.#route(pathOf(url), isRewritten);
    return path === undefined ? undefined : this.#router.find(path);
  }

  /** What stages ask about paths that they have rewritten. */
  readonly #exists = (url: string): boolean => this.#match(url, true) !== undefined;
}

type Phase = "before" | "afterFiles" | "fallback";

/** One request on its way. */
interface Ask {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The plain path and query that the client asks for. */
  readonly asked: string;
}

function same(path: string): string {
  return path;
}

/** A plain path with the query of the target that it is of. Most targets are plain already. */
export function withQueryOf(path: string, target: string): string {
  if (target.startsWith(path) && (target.length === path.length || target[path.length] === "?"))
    return target;
  const fragment = target.indexOf("#");
  const query = target.indexOf("?");
  if (query === -1 || (fragment !== -1 && fragment < query)) return path;
  return path + target.slice(query, fragment === -1 ? undefined : fragment);
}
