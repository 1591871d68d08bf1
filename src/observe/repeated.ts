import { RouteError } from "../error.ts";
import { printable } from "./visible.ts";

/** How often the same was said is reported after this time. */
const WINDOW_MS = 5_000;
/** Different errors that are remembered. */
const MOST = 200;

interface Seen {
  count: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Lets an error through once, and counts those of the same cause that follow: one message, one place. After five
 * seconds `report` is called with how many there were.
 */
export class Repeats {
  readonly #seen = new Map<string, Seen>();
  readonly #report: (text: string) => void;

  constructor(report: (text: string) => void) {
    this.#report = report;
    process.once("exit", () => {
      for (const [key, seen] of this.#seen) this.#tell(key, seen);
    });
  }

  /** Whether this is the first of its kind. */
  isFirst(error: unknown): boolean {
    const key = causeOf(error);
    if (key === undefined) return true;
    const seen = this.#seen.get(key);
    if (seen !== undefined) {
      seen.count += 1;
      return false;
    }
    if (this.#seen.size >= MOST) return true;
    const timer = setTimeout(() => this.#tell(key, this.#seen.get(key)!), WINDOW_MS).unref();
    this.#seen.set(key, { count: 0, timer });
    return true;
  }

  #tell(key: string, { count, timer }: Seen): void {
    clearTimeout(timer);
    this.#seen.delete(key);
    if (count > 0) this.#report(`${key.split("\n", 1)[0]} (${count} more)`);
  }
}

/** Errors of one message and one place have one cause; `undefined` for what is not an error. */
export function causeOf(error: unknown): string | undefined {
  try {
    if (!(error instanceof Error)) return undefined;
    const frames = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
    const message = printable(error.message, error instanceof RouteError ? error.file : undefined);
    return [`${error.name}: ${message}`, ...frames.slice(0, 1)].join("\n");
  } catch {
    // Any value can be thrown, also one that throws when it is looked at.
    return undefined;
  }
}
