import type { ChildProcess } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { sendsAgain } from "../http/node-fields.ts";

/** A connection that Node hands to a worker. It is closed here when the worker has taken it. */
interface Handle {
  readonly fd?: number;
}

/** Connections that a worker had no descriptor for. */
const refused = new WeakSet<Handle>();

/**
 * Watches the connections that Node hands to a worker, one after another: each when the one before has been taken.
 * Node says nothing of them, so its own messages are looked at. Where these change, nothing is seen here,
 * and nothing else happens.
 */
export class Handoff {
  #last: { readonly handle: Handle | undefined; readonly seq: number | undefined } | undefined;

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
      const { act, seq } = message as { act?: unknown; seq?: number };
      if (act === "newconn") this.#last = { handle: handle as Handle | undefined, seq };
      return send(message, handle, ...rest);
    };
    // Behind Node's own listener, which sends some handles again.
    child.on("internalMessage", ({ cmd }: { cmd?: unknown }) => {
      if (cmd === "NODE_HANDLE_NACK" && !sendsAgain(child)) this.#release(child);
    });
    const exited = (): boolean => child.exitCode !== null || child.signalCode !== null;
    // What the worker has said of a connection is read to the end when the channel is closed.
    const end = (): void => {
      if (exited() && !child.connected) setImmediate(() => this.#handOn(child));
    };
    child.once("exit", end).once("disconnect", end);
  }

  /** Node goes on to wait for a worker that has died. Its refusal makes Node hand the connection to another one. */
  #handOn(child: ChildProcess): void {
    if (this.busy) this.#reply(child, false);
  }

  /**
   * Frees a worker that had no descriptor for a connection: Node would wait for its reply, and hand it nothing more. Another
   * one may have room; at the second time the connection is closed, as Node does with one that is accepted.
   */
  #release(child: ChildProcess): void {
    const handle = this.#last?.handle;
    if (handle === undefined) return;
    this.#reply(child, refused.has(handle));
    refused.add(handle);
  }

  /** What a worker says of the connection. */
  #reply(child: ChildProcess, accepted: boolean): void {
    child.emit("internalMessage", { cmd: "NODE_CLUSTER", ack: this.#last?.seq, accepted });
  }

  /** Whether a connection is on its way. While it is on its way to every worker, more of them may wait for one. */
  get busy(): boolean {
    const fd = this.#last?.handle?.fd;
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
