import cluster from "node:cluster";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { END_SIGNALS, type Ending } from "../lifecycle/signals.ts";
import { PrimaryCache } from "./cache.ts";
import { handedOver } from "./handoff.ts";
import { Keeper } from "./keeper.ts";
import { Member } from "./member.ts";
import type { Started } from "./messages.ts";
import { type PoolLog, Slot } from "./slot.ts";
import type { Release } from "./tree.ts";

export interface PoolOptions {
  /** How many workers there are. */
  readonly count: number;
  /** How long new connections are still taken when all is to end, in milliseconds. */
  readonly delay: number;
  /** What running requests may take when a worker ends, in milliseconds. */
  readonly timeout: number;
  readonly log: PoolLog;
  /** Asked at the start and for each rolling restart; rejects with an error whose message says what is wrong. */
  prepare(): Promise<Release>;
}

/** A terminal, npm and systemd send a signal to all processes: a worker may get it before the primary does. */
const ECHO_MS = 300;
/** What connections that wait for a worker have, before they are given up. */
const ACCEPT_MS = 2_000;
/**
 * The primary closes the listening socket, and notifies the workers. One that has closed its server before it learns of
 * that would close the channel to the primary too, and could not be cut.
 */
const MARGIN_MS = 100;

/** The workers of a primary: started, started again, replaced one by one, and ended together. */
export class Pool implements Ending {
  readonly #options: PoolOptions;
  readonly #log: PoolLog;
  readonly #slots: readonly Slot[];
  readonly #cache = new PrimaryCache();
  readonly #keeper = new Keeper();
  /** All that live. */
  readonly #members = new Set<Member>();
  #release!: Release;
  /** Of draft mode, for all workers, also those of later releases. */
  readonly #secret = randomBytes(32).toString("hex");
  #ending: Promise<void> | undefined;
  #hurry!: () => void;
  readonly #hurried = new Promise<void>((resolve) => (this.#hurry = resolve));
  /** The start, and replacements, one after another. */
  #queue: Promise<void> = Promise.resolve();
  #rolls = 0;
  #candidate: Member | undefined;

  constructor(options: PoolOptions) {
    // Where workers accept connections themselves, nobody can end that for all of them at once.
    cluster.schedulingPolicy = cluster.SCHED_RR;
    const { count, log } = options;
    this.#options = options;
    this.#log = log;
    this.#slots = Array.from({ length: count }, () => new Slot(log, () => this.#spawn(this.#release)));
  }

  /** Whether it ends, or has ended. */
  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /**
   * Starts the first worker, then the others.
   *
   * @returns the URL, and what the first one serves
   * @throws Error when the first one cannot start; its message is the reason
   */
  async start(): Promise<Started> {
    const started = this.#start();
    this.#queue = started.then(
      () => {},
      () => {},
    );
    return started;
  }

  /** Replaces all workers, one by one. One that is being started for an earlier call is given up. */
  roll(): void {
    if (this.#ending) return;
    this.#rolls += 1;
    const roll = this.#rolls;
    this.#candidate?.kill();
    this.#enqueue(() => this.#rollAll(roll));
  }

  /** Ends all workers as one: no new connections are taken, and the requests are answered. */
  shutdown(): Promise<void> {
    return (this.#ending ??= this.#end());
  }

  /** Ends all workers at once. The next signal does not wait for those that do not react. */
  cut(): void {
    this.#hurry();
    for (const member of this.#members) member.cut();
    for (const signal of END_SIGNALS) {
      process.once(signal, () => {
        for (const member of this.#members) member.kill();
        process.kill(process.pid, signal);
      });
    }
  }

  async #start(): Promise<Started> {
    this.#release = await this.#options.prepare();
    if (this.#ending) throw new Error("Closed before it started.");
    const [first, ...others] = this.#slots;
    const member = this.#spawn(this.#release, false);
    const started = await member.ready;
    first!.put(member);
    if (!this.#ending) for (const slot of others) slot.fill();
    await Promise.allSettled([...this.#members].map(({ ready }) => ready));
    return started;
  }

  async #end(): Promise<void> {
    const { delay } = this.#options;
    for (const slot of this.#slots) slot.close();
    if (delay > 0) {
      this.#retireAll(delay);
      await Promise.race([sleep(delay, undefined, { ref: false }), this.#hurried]);
    }
    await handedOver(this.#members, ACCEPT_MS);
    // The listening socket is closed with the last one, in this very turn: nobody is let in whom nobody would answer.
    this.#retireAll(0);
    for (const member of this.#members) member.leave();
    this.#keeper.release();
    await Promise.all([...this.#members].map(({ exited }) => exited));
  }

  #retireAll(delay: number): void {
    for (const member of this.#members) this.#retire(member, delay, false);
  }

  #retire(member: Member, delay: number, ready: boolean): void {
    member.retire({ delay: delay + MARGIN_MS, ready }, this.#options.timeout);
  }

  #spawn(release: Release, quiet = true): Member {
    const { program, prepared } = release;
    const order = { quiet, prepared, secret: this.#secret };
    const member = new Member(program, order, this.#keeper, {
      isLast: () => ![...this.#members].some((other) => other !== member && other.serves),
      onSignal: (signal) => this.#onSignal(member, signal),
      onLate: (time) =>
        this.#log.warn(`Worker ${member.id} has not ended in ${Math.round(time / 1000)} s, and is killed.`),
    });
    this.#members.add(member);
    this.#cache.listen(member.channel);
    void member.exited.then(() => this.#members.delete(member));
    return member;
  }

  async #rollAll(roll: number): Promise<void> {
    const { count, prepare } = this.#options;
    const over = (): boolean => this.#ending !== undefined || roll !== this.#rolls;
    if (over()) return;
    let done = 0;
    try {
      const release = await prepare();
      for (const slot of this.#slots) {
        if (over()) return;
        await this.#replace(slot, release, done > 0);
        done += 1;
      }
      this.#log.info(`Rolling restart: all ${count} workers are new.`);
    } catch (error) {
      if (over()) return;
      const rest = done === 0 ? "the previous workers go on" : `${done} of ${count} workers are new`;
      this.#log.error(`Rolling restart stopped, ${rest}. ${(error as Error).message}`);
    }
  }

  /** @throws Error when the new worker cannot start; the previous one stays. */
  async #replace(slot: Slot, release: Release, quiet: boolean): Promise<void> {
    const next = this.#spawn(release, quiet);
    this.#candidate = next;
    try {
      await next.ready;
    } finally {
      this.#candidate = undefined;
    }
    this.#release = release;
    const { member } = slot;
    slot.put(next);
    if (member === undefined) return;
    this.#retire(member, 0, true);
    member.leave();
    await member.exited;
  }

  /** One worker was asked to end: it does when there is another one. */
  #onSignal(member: Member, signal: NodeJS.Signals): void {
    const slotOf = (): Slot | undefined => this.#slots.find((slot) => slot.member === member);
    setTimeout(() => {
      if (this.#ending || slotOf() === undefined) return;
      this.#log.info(`Worker ${member.id} got ${signal}: another one takes its place.`);
      this.#enqueue(async () => {
        const slot = slotOf();
        if (this.#ending || slot === undefined) return;
        try {
          await this.#replace(slot, this.#release, true);
        } catch (error) {
          if (!this.#ending) this.#log.error(`Worker ${member.id} stays. ${(error as Error).message}`);
        }
      });
    }, ECHO_MS).unref();
  }

  #enqueue(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task);
  }
}
