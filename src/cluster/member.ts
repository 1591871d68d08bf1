import type { ChildProcess } from "node:child_process";
import cluster, { type Worker } from "node:cluster";
import { existsSync } from "node:fs";
import { parse } from "node:path";
import { Handoff } from "./handoff.ts";
import type { Keeper } from "./keeper.ts";
import { type Command, type Order, type Retirement, type Started, unwrap, wrap } from "./messages.ts";

/** Lets a worker know that it is ours: it may be one of another program's cluster. */
export const MARK = "PAGES_API_WORKER";

/** What `onStop` and timers of routes may take behind the requests, and some more for a machine under load. */
const GRACE_MS = 5_000;

export interface MemberEvents {
  /** It has ended: whether no other one listens. */
  isLast(): boolean;
  /** Somebody else has asked it to end. */
  onSignal(signal: NodeJS.Signals): void;
  /** It has not ended in time, in milliseconds, and is killed. */
  onLate(time: number): void;
}

/** A worker's process, as the primary sees it. */
export class Member {
  readonly id: number;
  /** The URL at which it serves, and what; rejects when it ends before, with the reason. */
  readonly ready: Promise<Started>;
  /** How it has ended: `exit code 1`, `SIGKILL`. */
  readonly exited: Promise<string>;
  /** Since when it is ready, by `performance.now()`. */
  readyAt: number | undefined;
  /** Why it could not start. */
  reason = "";
  readonly #worker: Worker;
  readonly #events: MemberEvents;
  readonly #handoff: Handoff;
  #retired = false;
  #left = false;
  #deadline: NodeJS.Timeout | undefined;

  /** @param program the file that the worker runs */
  constructor(program: string, order: Order, keeper: Keeper, events: MemberEvents) {
    this.#events = events;
    cluster.setupPrimary({ cwd: workingDir(), exec: program });
    this.#worker = cluster.fork({ [MARK]: "1" });
    this.id = this.#worker.id;
    keeper.watch(this.#worker, () => this.#listens && events.isLast());
    this.#handoff = new Handoff(this.#worker.process);
    this.exited = new Promise((resolve) => {
      const end = (how: string): void => {
        clearTimeout(this.#deadline);
        this.reason ||= `Worker ${this.id} ended with ${how} before it was ready.`;
        resolve(how);
      };
      this.#worker.once("exit", (code: number | null, signal: string | null) =>
        end(signal ?? `exit code ${code}`),
      );
      // A message that cannot be sent to a process that is gone is an event too, and fatal without a listener.
      this.#worker.on("error", ({ message }: Error) => {
        if (this.#worker.process.pid === undefined) end(message);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on("message", (message: unknown) => {
        const report = unwrap(message);
        if (report?.type === "boot") this.#send({ type: "order", order });
        else if (report?.type === "ready") {
          this.readyAt = performance.now();
          keeper.release();
          resolve(report);
        } else if (report?.type === "failed") this.reason = report.text;
        else if (report?.type === "signal") events.onSignal(report.signal);
      });
      void this.exited.then(() => reject(new Error(this.reason)));
    });
    // Whoever waits for it gets the error.
    this.ready.catch(() => {});
  }

  /** For messages that are not about its life. */
  get channel(): ChildProcess {
    return this.#worker.process;
  }

  /** Whether it is handed connections. */
  get serves(): boolean {
    return this.#listens && this.#worker.isConnected();
  }

  get #listens(): boolean {
    return this.readyAt !== undefined && !this.#left;
  }

  /** Whether a connection is on its way to it, behind which others may wait. */
  get busy(): boolean {
    return this.#handoff.busy;
  }

  /**
   * Ends it when its requests are answered; one that has not started yet, at once.
   *
   * @param patience milliseconds that it may take, after the delay
   */
  retire(retirement: Retirement, patience: number): void {
    if (this.readyAt === undefined) return this.kill();
    if (this.#retired) return;
    this.#retired = true;
    this.#send({ type: "retire", retirement });
    this.#killAfter(retirement.delay + patience + GRACE_MS);
  }

  /** From now on it is handed no connections. Those that it was handed before reach it before it ends. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    if (this.#worker.process.connected) this.#worker.disconnect();
  }

  /** Ends it at once, its requests unanswered, but `onStop` called. */
  cut(): void {
    if (!this.#worker.process.connected) return this.kill();
    this.#send({ type: "cut" });
    this.#killAfter(GRACE_MS);
  }

  kill(): void {
    this.#worker.process.kill("SIGKILL");
  }

  #send(command: Command): void {
    if (this.#worker.process.connected) this.#worker.send(wrap(command), () => {});
  }

  #killAfter(time: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#events.onLate(time);
      this.kill();
    }, time);
  }
}

/** The folder that the primary was started in may be that of a release which has gone since. */
function workingDir(): string {
  const dir = process.cwd();
  return existsSync(dir) ? dir : parse(dir).root;
}
