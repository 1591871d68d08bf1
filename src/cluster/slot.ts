import type { Member } from "./member.ts";

const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** A worker that has been ready for so long ends by a mistake of its own, not by that of the one before. */
const STABLE_MS = 10_000;

export interface PoolLog {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** The place of a worker: when that ends unasked, another one is started, later each time. */
export class Slot {
  member: Member | undefined;
  readonly #log: PoolLog;
  readonly #spawn: () => Member;
  #timer: NodeJS.Timeout | undefined;
  /** How often in a row a worker has ended unasked. */
  #failures = 0;
  #closed = false;

  constructor(log: PoolLog, spawn: () => Member) {
    this.#log = log;
    this.#spawn = spawn;
  }

  /** Gives the place to a worker; the previous one is not watched any more. */
  put(member: Member): void {
    clearTimeout(this.#timer);
    this.member = member;
    void member.exited.then((end) => this.#onExit(member, end));
  }

  /** Starts no worker any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #onExit(member: Member, end: string): void {
    if (this.#closed || this.member !== member) return;
    const { id, readyAt } = member;
    const lasted = readyAt !== undefined && performance.now() - readyAt > STABLE_MS;
    if (lasted) this.#failures = 0;
    this.member = undefined;
    const wait = this.#retry(() => this.#restart(id));
    const next = `another one is started in ${wait} ms.`;
    if (readyAt !== undefined) this.#log.error(`Worker ${id} ended with ${end}; ${next}`);
    else this.#log.error(`Worker ${id} could not start; ${next} ${member.reason}`);
  }

  /** Starts a worker; where that fails, such as for want of descriptors, again later. */
  fill(): Member | undefined {
    try {
      const member = this.#spawn();
      this.put(member);
      return member;
    } catch (error) {
      const wait = this.#retry(() => this.fill());
      const { message } = error as Error;
      this.#log.error(`A worker could not start; another one is started in ${wait} ms. ${message}`);
      return undefined;
    }
  }

  /** @returns after how many milliseconds */
  #retry(start: () => void): number {
    const wait = backoff(this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(start, wait);
    return wait;
  }

  #restart(before: number): void {
    const member = this.fill();
    member?.ready.then(
      () => this.#log.info(`Worker ${member.id} has taken the place of worker ${before}.`),
      () => {},
    );
  }
}

/** Milliseconds until a worker is started again, by how often in a row one has failed before. */
export function backoff(failures: number): number {
  return Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
}
