import { randomUUID } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { RouteError } from "../error.ts";

/** Modules out of use that stay on disk: an older route, or another process, may still load them. */
const KEPT = 200;
const PRUNED_EVERY = 100;
const KEPT_MS = 10 * 60 * 1000;
const OUTPUT = /\.[0-9a-f]{16}\.[cm]js(?:\.[0-9a-f-]+)?$/;

/** The folder of compiled modules. Names hold a hash of the contents, so what is there is never written again. */
export class Outputs {
  readonly #dir: string;
  /** Other processes, and other threads of this one, write here too. */
  readonly #draft = randomUUID();
  #used: ReadonlySet<string> = new Set();
  #writes = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * Writes the files that are not there yet; `text` is asked for only then. A thousand small files take less time one
   * after the other than Node's threads take to hand them over.
   */
  write(files: readonly (readonly [name: string, text: () => string])[]): void {
    this.#makeFolder();
    const fresh = files.filter(([name]) => !this.#used.has(name) && !this.#reuse(name));
    for (const [name, text] of fresh) this.#writeWhole(name, text());
    this.#used = new Set(files.map(([name]) => name));
    this.#writes += fresh.length;
    if (this.#writes >= PRUNED_EVERY) this.#prune();
  }

  #makeFolder(): void {
    try {
      mkdirSync(this.#dir, { recursive: true });
      accessSync(this.#dir, constants.W_OK);
    } catch (cause) {
      const message = `Compiled routes cannot be written to ${this.#dir}. Run: pages-api build, where files can be written`;
      throw new RouteError("ROUTE_COMPILE", message, { file: this.#dir, cause });
    }
  }

  /** What an earlier process has left counts as young again. */
  #reuse(name: string): boolean {
    const path = join(this.#dir, name);
    if (!existsSync(path)) return false;
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  }

  /** Another process must never read half a file. */
  #writeWhole(name: string, text: string): void {
    const path = join(this.#dir, name);
    const draft = `${path}.${this.#draft}`;
    writeFileSync(draft, text);
    renameSync(draft, path);
  }

  #prune(): void {
    this.#writes = 0;
    const unused = readdirSync(this.#dir).filter((name) => OUTPUT.test(name) && !this.#used.has(name));
    if (unused.length <= KEPT) return;
    const old = Date.now() - KEPT_MS;
    for (const name of unused) {
      const path = join(this.#dir, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat !== undefined && stat.mtimeMs < old) rmSync(path, { force: true });
    }
  }
}
