import type { Server } from "node:http";
import { constants } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Connections, shortTurn } from "./connections.ts";
import type { Lifecycle } from "./hooks.ts";
import { isLate } from "./late.ts";
import { wholeNumber } from "./limits.ts";
import type { Logger } from "../observe/logger.ts";
import { END_SIGNALS, endOnSignals } from "./signals.ts";

export interface ShutdownOptions {
  /**
   * Shut down and end the process at a signal: `true` for SIGTERM and SIGINT, or a list. It applies while the server
   * listens. Default: `false`, signals are left alone.
   */
  shutdownSignals?: boolean | readonly NodeJS.Signals[];
  /**
   * How long new connections are still accepted after a signal, in milliseconds, while readiness is 503: for load
   * balancers that take a while to notice. Default: 0.
   */
  shutdownDelay?: number;
}

/** How a server has ended. */
export interface ShutdownReport {
  /** Requests that were still running when their time was up, and were cut. */
  readonly cut: number;
}

/** What one call of `server.shutdown()` does in another way than the server's options say. */
export interface ShutdownCall {
  /** In place of `shutdownDelay`, in milliseconds. */
  delay?: number;
  /** Cuts at once what is still running when it is aborted. */
  signal?: AbortSignal;
  /** Leaves readiness as it is, where another process takes the new connections already. Default: `false`. */
  ready?: boolean;
}

/** A client that has just been answered may have sent its next request: closing at once would lose it. */
const IDLE_PATIENCE_MS = 500;
/** Waiting connections are accepted one by one, each in its own turn of the event loop. */
const ACCEPT_MS = 1_000;

/** The orderly end of a server. */
export class Shutdown {
  readonly #life: Lifecycle;
  readonly #logger: Logger;
  readonly #connections: Connections;
  readonly #delay: number;
  /** While the server ends, and when it has. */
  ending: Promise<ShutdownReport> | undefined;
  /** Whether connections without a request are kept for a while. */
  patient = false;
  #hurry: (() => void) | undefined;
  #ignoreSignals: (() => void) | undefined;

  readonly #close: () => Promise<void>;

  /** @throws TypeError for an invalid signal or time. */
  constructor(
    server: Server,
    life: Lifecycle,
    logger: Logger,
    options: ShutdownOptions,
    close: () => Promise<void>,
  ) {
    this.#close = close;
    this.#life = life;
    this.#logger = logger;
    this.#connections = new Connections(server);
    this.#delay = wholeNumber(options, "shutdownDelay") ?? 0;
    const signals = signalsOf(options.shutdownSignals);
    const ending = { shutdown: () => this.gently(), cut: () => this.#hurry?.() };
    server.on("listening", () => {
      void this.ending?.then(() => this.#reopen());
      if (signals.length > 0) this.#ignoreSignals ??= endOnSignals(ending, signals);
    });
  }

  /** Ends the server, with time for load balancers to notice, and for clients to use the connections they have. */
  gently(call: ShutdownCall = {}): Promise<ShutdownReport> {
    const { signal, ready = false } = call;
    const delay = wholeNumber(call, "delay") ?? this.#delay;
    this.ending ??= this.#end(IDLE_PATIENCE_MS, delay, ready);
    if (signal?.aborted === true) this.#hurry?.();
    else signal?.addEventListener("abort", () => this.#hurry?.(), { once: true });
    return this.ending;
  }

  /** Ends the server: connections without a request are closed at once. */
  promptly(): Promise<ShutdownReport> {
    return (this.ending ??= this.#end(0, 0, false));
  }

  async #end(patience: number, delay: number, ready: boolean): Promise<ShutdownReport> {
    const { timeout } = this.#life;
    const hurried = new Promise<void>((resolve) => (this.#hurry = resolve));
    this.patient = patience > 0;
    // 1. announce: readiness turns 503, answers say `Connection: close`
    if (!ready) this.#life.drain();
    this.#connections.announceEnd();
    if (delay > 0) await isLate(hurried, delay);
    if (patience > 0) await this.#acceptWaiting();
    // 2. no new connections; the running requests are answered, up to the timeout
    const begun = performance.now();
    let inTime = false;
    const closed = this.#close().then(() => void (inTime = true));
    this.#connections.closeIdle(patience);
    await isLate(Promise.race([closed, hurried]), timeout);
    const cut = inTime ? 0 : this.#connections.cut();
    if (cut > 0)
      this.#logger.warn(`${cut} running ${cut === 1 ? "request was" : "requests were"} cut at shutdown.`);
    await closed;
    this.#connections.release();
    this.patient = false;
    // 3. what goes on behind the answers
    const left = inTime ? Math.max(0, timeout - (performance.now() - begun)) : 0;
    await this.#life.stop(left, hurried);
    this.#ignoreSignals?.();
    this.#ignoreSignals = undefined;
    return { cut };
  }

  /** Connections that the system has accepted, but not we, would be reset with all that they bring. */
  async #acceptWaiting(): Promise<void> {
    const begun = performance.now();
    // The rest of this turn may have no look at the listening socket any more.
    await nextTurn();
    for (let before = -1; before !== this.#connections.accepted && performance.now() - begun < ACCEPT_MS;) {
      before = this.#connections.accepted;
      await shortTurn(ACCEPT_MS);
    }
  }

  #reopen(): void {
    this.ending = undefined;
    this.#life.reopen();
  }
}

function signalsOf(option: ShutdownOptions["shutdownSignals"]): readonly NodeJS.Signals[] {
  const signals = option === true ? END_SIGNALS : option || [];
  for (const signal of signals) {
    if (signal in constants.signals) continue;
    throw new TypeError(`\`shutdownSignals\` has ${JSON.stringify(signal)}. Write names such as "SIGTERM".`);
  }
  return signals;
}
