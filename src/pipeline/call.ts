import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, ServedRoute } from "../convention.ts";
import { signalOf } from "../http/signal.ts";
import type { Watcher } from "../http/watcher.ts";
import { waitUntil } from "../lifecycle/background.ts";
import { logError, type Logger, loggerFor } from "../observe/logger.ts";
import type { RequestTrace } from "../observe/channels.ts";
import type { Params } from "../routing/trie.ts";

/** What all calls of one pipeline share. */
export interface CallContext {
  readonly logger: Logger;
  /** Called with what a route fails with, now or later. */
  readonly onFailure: (error: unknown, call: RouteCall) => void;
}

/** One call of a route. It watches its response: a stream that fails, a write after the end. */
export class RouteCall implements Call, Watcher {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly route: ServedRoute;
  readonly params: Params;
  readonly url: string;
  readonly asked: string;
  readonly trace: RequestTrace | undefined;
  private readonly context: CallContext;

  // One is made for each request: an object to name its seven parts would be another.
  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    match: { readonly route: ServedRoute; readonly params: Params },
    url: string,
    asked: string,
    trace: RequestTrace | undefined,
    context: CallContext,
  ) {
    this.req = req;
    this.res = res;
    this.route = match.route;
    this.params = match.params;
    this.url = url;
    this.asked = asked;
    this.trace = trace;
    this.context = context;
  }

  get signal(): AbortSignal {
    return signalOf(this.req);
  }

  waitUntil(work: PromiseLike<unknown>): void {
    waitUntil(work);
  }

  fail(error: unknown): void {
    this.context.onFailure(error, this);
  }

  failed(error: unknown): void {
    this.fail(error);
  }

  late(error: unknown): void {
    logError(loggerFor(this.context.logger, this.req), error);
  }
}
