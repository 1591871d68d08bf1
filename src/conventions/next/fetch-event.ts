import type { Call } from "../../convention.ts";

/** The second argument of edge functions and of middleware: what `NextFetchEvent` of `next/server` has. */
export class NextFetchEvent {
  /** The file, as Next's log names it. */
  readonly sourcePage: string;
  readonly #request: Request;
  readonly #call: Pick<Call, "waitUntil">;

  constructor(request: Request, page: string, call: Pick<Call, "waitUntil">) {
    this.sourcePage = page;
    this.#request = request;
    this.#call = call;
  }

  get request(): Request {
    return this.#request;
  }

  get page(): string {
    return this.sourcePage;
  }

  /** Keeps the process until this work is done, after the answer. */
  waitUntil(work: PromiseLike<unknown>): void {
    this.#call.waitUntil(work);
  }

  /** Nothing here is passed on: an error is answered 500. */
  passThroughOnException(): void {}
}
