import type { ServerResponse } from "node:http";
import { cut } from "../http/signal.ts";
import { isLate } from "../lifecycle/late.ts";

/** The answers of ours that are on their way from a server which is not ours. */
export class Running {
  readonly #answers = new Set<ServerResponse>();
  #emptied: (() => void) | undefined;

  /** @returns a function that forgets it, for one that is not ours after all */
  add(res: ServerResponse): () => void {
    const settle = (): void => {
      this.#answers.delete(res);
      if (this.#answers.size === 0) this.#emptied?.();
    };
    this.#answers.add(res);
    // Responses without a connection, as on a function platform, only finish.
    res.on("finish", settle).on("close", settle);
    return settle;
  }

  /** Waits until there is none, or for some milliseconds; then cuts the rest. Gives the number of those cut. */
  async drain(timeout: number): Promise<number> {
    if (this.#answers.size === 0) return 0;
    await isLate(new Promise<void>((resolve) => (this.#emptied = resolve)), timeout);
    const rest = [...this.#answers];
    for (const res of rest) cut(res);
    return rest.length;
  }
}
