import cluster from "node:cluster";
import type { ShutdownCall } from "../lifecycle/shutdown.ts";
import { END_SIGNALS, endProcess } from "../lifecycle/signals.ts";
import { MARK } from "./member.ts";
import { type Order, type Report, type Retirement, type Started, unwrap, wrap } from "./messages.ts";

/** Whether this process is a worker that a primary of ours has started. */
export const isWorker = cluster.isWorker && process.env[MARK] !== undefined;
/** This worker's number, which no other one of its primary has had. */
export const workerId = isWorker ? cluster.worker!.id : undefined;

/** A server that listens. */
export interface Serving extends Started {
  readonly server: { shutdown(call: ShutdownCall): Promise<unknown> };
}

/**
 * Serves as a worker: asks the primary for an order, starts, and ends when the primary says so, or is gone.
 *
 * @param textOf how an error is reported to the primary
 */
export async function runWorker(
  start: (order: Order) => Promise<Serving>,
  textOf: (error: unknown) => string,
): Promise<void> {
  // Programs that a route starts are not workers of ours.
  delete process.env[MARK];
  const cut = new AbortController();
  let serving: Serving | undefined;
  let signalled = false;
  let ending = false;

  function end({ delay, ready }: Retirement): void {
    if (ending || serving === undefined) return;
    ending = true;
    // Where only the primary got the signal, the project's own listeners get it all the same.
    if (!signalled) process.emit("SIGTERM", "SIGTERM");
    void serving.server.shutdown({ delay, ready, signal: cut.signal }).then(endProcess);
  }

  const ordered = followPrimary(end, cut);
  // A terminal and systemd signal all processes. When to end is the primary's business, which knows of the others.
  for (const signal of END_SIGNALS) {
    process.on(signal, () => {
      signalled = true;
      if (!ending) void report({ type: "signal", signal });
    });
  }
  process.on("SIGHUP", () => {});
  cluster.worker!.once("disconnect", () => {
    if (serving === undefined) return;
    // Else Node ends the process here, with its requests.
    cluster.worker!.exitedAfterDisconnect = true;
    end({ delay: 0, ready: false });
  });

  await report({ type: "boot" });
  try {
    serving = await start(await ordered);
    const { url, summary } = serving;
    await report({ type: "ready", url, summary });
  } catch (error) {
    await report({ type: "failed", text: textOf(error) });
    process.exit(1);
  }
}

/**
 * Does what the primary says.
 *
 * @returns its order
 */
function followPrimary(end: (retirement: Retirement) => void, cut: AbortController): Promise<Order> {
  return new Promise((resolve) => {
    process.on("message", (message) => {
      const command = unwrap(message);
      if (command?.type === "order") resolve(command.order);
      else if (command?.type === "retire") end(command.retirement);
      else if (command?.type === "cut") cut.abort();
    });
  });
}

/** Settles when it is sent, or cannot be. */
function report(message: Report): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send!(wrap(message), undefined, undefined, () => resolve());
    else resolve();
  });
}
