import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, ServedRoute } from "../convention.ts";
import { signalOf } from "../http/signal.ts";
import type { Watcher } from "../http/watched.ts";
import { waitUntil } from "../lifecycle/background.ts";
import { logError, type Logger, loggerFor } from "../observe/logger.ts";
import type { RequestTrace } from "../observe/channels.ts";
import type { Params } from "../routing/trie.ts";

/** Called with what a route fails with, now or later. */
export type OnFailure = (error: unknown, call: RouteCall) => void;

/** One call of a route. It watches its response: a stream that fails, a write after the end. */
export class RouteCall implements Call, Watcher {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly route: ServedRoute;
  readonly params: Params;
  readonly url: string;
  readonly trace: RequestTrace | undefined;
  readonly #onFailure: OnFailure;
  readonly #logger: Logger;

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    { route, params }: { readonly route: ServedRoute; readonly params: Params },
    { url, trace }: { readonly url: string; readonly trace: RequestTrace | undefined },
    { onFailure, logger }: { readonly onFailure: OnFailure; readonly logger: Logger },
  ) {
    this.req = req;
    this.res = res;
    this.route = route;
    this.params = params;
    this.url = url;
    this.trace = trace;
    this.#onFailure = onFailure;
    this.#logger = logger;
  }

  get signal(): AbortSignal {
    return signalOf(this.req);
  }

  waitUntil(work: PromiseLike<unknown>): void {
    waitUntil(work);
  }

  fail(error: unknown): void {
    this.#onFailure(error, this);
  }

  failed(error: unknown): void {
    this.fail(error);
  }

  late(error: unknown): void {
    logError(loggerFor(this.#logger, this.req), error);
  }
}
