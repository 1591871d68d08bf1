import type { Call } from "../../convention.ts";

/** The second argument of edge functions: what `NextFetchEvent` of `next/server` has. */
export class NextFetchEvent {
  readonly request: Request;
  /** The file, as Next's log names it. */
  readonly page: string;
  readonly #call: Pick<Call, "waitUntil">;

  constructor(request: Request, page: string, call: Pick<Call, "waitUntil">) {
    this.request = request;
    this.page = page;
    this.#call = call;
  }

  get sourcePage(): string {
    return this.page;
  }

  /** Keeps the process until this work is done, after the answer. */
  waitUntil(work: PromiseLike<unknown>): void {
    this.#call.waitUntil(work);
  }

  /** Nothing here is passed on: an error is answered 500. */
  passThroughOnException(): void {}
}
