import type { Worker } from "node:cluster";

/** No worker of Node has it. */
const NO_ID = -1;

/**
 * Keeps the port open while no worker lives, so that clients wait for the next one. `node:cluster` closes the listening
 * socket with the last worker, which it finds by its `id`: the last one has another id until its successor listens.
 * Where Node finds workers in another way, the port is closed for a moment, and nothing else happens.
 */
export class Keeper {
  #last: { readonly worker: Worker; readonly id: number } | undefined;

  /** @param isLast asked when the worker has ended: whether no other one listens */
  watch(worker: Worker, isLast: () => boolean): void {
    let ended = false;
    const keep = (): void => {
      if (ended) return;
      ended = true;
      if (this.#last !== undefined || !isLast()) return;
      this.#last = { worker, id: worker.id };
      worker.id = NO_ID;
    };
    // Before the listeners of Node, which forget the worker. Either event may be the first.
    worker.process.prependListener("disconnect", keep);
    worker.process.prependListener("exit", keep);
  }

  /** Another worker listens, or none is to: Node forgets the one that has ended. */
  release(): void {
    if (this.#last === undefined) return;
    const { worker, id } = this.#last;
    this.#last = undefined;
    worker.id = id;
    worker.disconnect();
  }
}
