import { RouteError } from "../error.ts";
import type { AccessEntry } from "../observe/access-line.ts";
import { firstFrameOf, sourceRoot } from "../observe/code-frame.ts";
import type { Logger } from "../observe/logger.ts";
import { causeOf } from "../observe/repeated.ts";
import { printable, printableValue, visible } from "../observe/visible.ts";
import type { RouteTree } from "../routes/project.ts";
import { count, paint } from "./terminal.ts";

/** As many as fit on a line. */
const NAMED = 3;

/** What a development server prints: that routes were read again, and mistakes, each once until the next edit. */
export class DevReport {
  /** Set when the server has said what it serves: only then is it news that routes were read again. */
  isReady = false;
  /** The routes that were read last. */
  current: RouteTree | undefined;
  /** Where what the server reports goes. */
  readonly logger: Logger = { error: (...data) => this.#requestErrors(data), warn: reportWarning };
  /** Files below it are quoted, and no others. */
  readonly #root: string;
  /** Why no routes could be read, as reported. */
  #failure: string | undefined;
  /** The messages of mistakes that are reported: a request that meets one need not show it once more. */
  #reported: ReadonlySet<string> = new Set();
  /** How often each error has come up since the last edit. */
  readonly #times = new Map<string, number>();

  /** @param dir the project, absolute */
  constructor(dir: string) {
    this.#root = sourceRoot(dir);
  }

  /** The routes were read, and are not what they were. */
  reloaded(tree: RouteTree): void {
    const before = this.current;
    this.current = tree;
    this.#reload(tree, before);
    for (const error of tree.errors) this.error(error);
    this.#reported = new Set(tree.errors.map(({ message }) => message));
  }

  /** The routes can be read; they may be the previous ones. */
  readonly recovered = (): void => {
    if (this.#failure !== undefined && this.current !== undefined) this.#reload(this.current);
  };

  /** The output may go to a file in the project, which wakes the watcher: what is reported is not reported again. */
  readonly failed = (error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    if (text !== this.#failure) this.error(error);
    this.#failure = text;
  };

  /** Prints an error with the lines of code that it comes from. */
  error(value: unknown): void {
    const several = value instanceof RouteError ? value.errors : undefined;
    if (several !== undefined) {
      for (const each of several) this.error(each);
      return;
    }
    const text = textOf(value);
    const frame = firstFrameOf(value, this.#root);
    // The compiler quotes the line, which the frame has too.
    const isQuoted = value instanceof RouteError && value.code === "ROUTE_COMPILE" && frame !== undefined;
    printError(isQuoted ? firstLineOf(text) : text);
    if (frame !== undefined) console.error(`\n${printable(frame.text)}\n`);
  }

  #reload(tree: RouteTree, before?: RouteTree): void {
    this.#failure = undefined;
    this.#times.clear();
    const routes = count(tree.router.routes.length, "route");
    if (this.isReady) console.log(paint("dim", `reloaded, ${routes}${changesOf(tree, before)}`));
  }

  #requestErrors(data: readonly unknown[]): void {
    for (const value of data) {
      const cause = causeOf(value);
      const times = cause === undefined ? 1 : (this.#times.get(cause) ?? 0) + 1;
      if (cause !== undefined) this.#times.set(cause, times);
      if (times > 1) reportAgain(value, times);
      else if (this.#isReported(value)) printError(firstLineOf(textOf(value)));
      else this.error(value);
    }
  }

  #isReported(value: unknown): boolean {
    return (
      value instanceof RouteError && (this.#reported.has(value.message) || value.message === this.#failure)
    );
  }
}

/** Which files are why the routes were read again: `: pages/api/a.js changed`. */
function changesOf({ versions }: RouteTree, before: RouteTree | undefined): string {
  if (before === undefined) return "";
  const changes: string[] = [];
  for (const [file, version] of versions) {
    if (!before.versions.has(file)) changes.push(`${file} is new`);
    else if (before.versions.get(file) !== version) changes.push(`${file} changed`);
  }
  for (const file of before.versions.keys()) if (!versions.has(file)) changes.push(`${file} is gone`);
  if (changes.length === 0) return "";
  const more = changes.length > NAMED ? [`and ${changes.length - NAMED} more`] : [];
  return visible(`: ${[...changes.slice(0, NAMED), ...more].join(", ")}`);
}

/** One line for an error that is above. */
function reportAgain(error: unknown, times: number): void {
  const text = printable(error instanceof RouteError ? error.message : String(error));
  printError(`${firstLineOf(text)} (${times} times)`);
}

function textOf(value: unknown): unknown {
  return value instanceof RouteError ? printable(value.message, value.file) : printableValue(value);
}

function firstLineOf(text: unknown): string {
  return String(text).split("\n", 1)[0]!;
}

function printError(text: unknown): void {
  console.error(paint("red", "error", process.stderr), text);
}

export function reportWarning(...data: readonly unknown[]): void {
  console.warn(paint("yellow", "warn", process.stderr), ...data.map(printableValue));
}

/** One line a request, when its answer is out. */
export function reportRequest({ method, url, status = 0, aborted, duration }: AccessEntry): void {
  // Browsers ask for it by themselves, once for each page.
  if (url === "/favicon.ico" && status === 404) return;
  const style = status >= 500 ? "red" : status >= 400 || aborted === true ? "yellow" : "green";
  const result = paint(style, aborted === true ? "aborted" : String(status));
  console.log(`${method} ${visible(url)} ${result} in ${Math.round(duration)} ms`);
}
