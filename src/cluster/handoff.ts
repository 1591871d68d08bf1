import type { ChildProcess } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";

/** What Node hands to a worker: a connection, which it closes here when the worker has taken it. */
interface Handle {
  readonly fd?: number;
  close?(): void;
}

/**
 * Watches the connections that Node hands to a worker, one after another: each when the one before has been taken.
 * Node says nothing of them, so its own messages are looked at. Where these change, nothing is seen here,
 * and nothing else happens.
 */
export class Handoff {
  #last: Handle | undefined;

  constructor(child: ChildProcess) {
    // Where no process could be started, there is no channel.
    if (typeof child.send !== "function") return;
    const send = child.send.bind(child) as (
      message: unknown,
      handle?: unknown,
      ...rest: unknown[]
    ) => boolean;
    child.send = (message: unknown, handle?: unknown, ...rest: unknown[]): boolean => {
      // A listening socket that all workers share may be sent too.
      if ((message as { act?: unknown }).act === "newconn") this.#last = handle as Handle | undefined;
      return send(message, handle, ...rest);
    };
    // Node goes on to wait for a worker that has died, and the client would wait with it. What the worker had taken
    // is closed already, or is when its last words are read; closing it again does nothing.
    child.once("exit", () => setImmediate(() => this.#last?.close?.()));
  }

  /** Whether a connection is on its way. While it is on its way to every worker, more of them may wait for one. */
  get busy(): boolean {
    const fd = this.#last?.fd;
    return fd !== undefined && fd >= 0;
  }
}

/**
 * Waits until no connection that has been accepted waits for a worker: one of the workers that take connections has
 * none on its way to it.
 *
 * @param patience milliseconds, after which it is over in any case
 */
export async function handedOver(
  workers: Iterable<{ readonly serves: boolean; readonly busy: boolean }>,
  patience: number,
): Promise<void> {
  const begun = performance.now();
  do {
    await nextTurn();
    const taking = [...workers].filter(({ serves }) => serves);
    if (taking.length === 0 || taking.some(({ busy }) => !busy)) return;
  } while (performance.now() - begun < patience);
}
