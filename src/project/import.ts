import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { namespaceOf } from "../compile/interop.ts";
import { RouteError } from "../error.ts";

/** What a route file exports, whichever way it is written. */
export type RouteNamespace = Readonly<Record<string, unknown>>;

/**
 * Loads a compiled route. A CommonJS route comes out as bundlers see it: `module.exports = fn` is the default
 * export, `exports.default` is one only beside `__esModule`, and `module.exports.config` is `config`.
 *
 * @param url of a compiled module
 * @param file the source, as errors name it
 * @throws RouteError ROUTE_IMPORT when the module throws while it is loaded; its `cause` is what was thrown
 */
export async function importRoute(url: string, file: string): Promise<RouteNamespace> {
  for (let retry = 0; ; retry += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each is made when the one before has failed
      return await outside(inTurn, () => loadModule(url, retry));
    } catch (cause) {
      if (retry === RETRIES || !isRace(cause)) throw importError(cause, file);
      await delay(RETRY_MS * 2 ** retry);
    }
  }
}

/** A module keeps the context in which it is loaded, with its timers and pools: it must not be that of one request. */
const outside = AsyncLocalStorage.snapshot();
const requireModule = createRequire(import.meta.url);

function loadModule(url: string, retry: number): RouteNamespace | Promise<RouteNamespace> {
  if (url.endsWith(".cjs")) return namespaceOf(requireModule(fileURLToPath(url))) as RouteNamespace;
  // Node keeps the failure of an ES module under its URL.
  return import(retry === 0 ? url : `${url}?${retry}`) as Promise<RouteNamespace>;
}

/** Ten seconds in all. */
const RETRIES = 10;
const RETRY_MS = 10;

/** Node, before 24, refuses to `require` an ES module that an `import()` elsewhere, in a handler that runs, is reading. */
function isRace(error: unknown): boolean {
  return error instanceof Error && error.message.includes("because it is not yet fully loaded");
}

/** How long others wait for one module, in milliseconds; a top-level await may take its time. */
export const TURN_MS = 200;
/** And while others take their time, which may be for a module that all import. */
const SHORT_TURN_MS = 20;
let last: Promise<unknown> = Promise.resolve();
let slow = 0;

/** One after the other, so that two of our own do not come to such a race. A slow one does not hold up the rest. */
async function inTurn<T>(load: () => T | Promise<T>): Promise<T> {
  const previous = last;
  const { promise, release } = gate();
  last = promise;
  await previous;
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      slow += 1;
      release();
    },
    slow > 0 ? SHORT_TURN_MS : TURN_MS,
  );
  try {
    return await load();
  } finally {
    clearTimeout(timer);
    if (late) slow -= 1;
    release();
  }
}

function gate(): { promise: Promise<void>; release: () => void } {
  let release: () => void;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release: () => release() };
}

/** What a module threw while it was loaded, as an error that names its file. */
export function importError(cause: unknown, file: string): RouteError {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const missing = missingExport(cause);
  const frame = missing ?? sourceFrame(cause);
  const place = frame && `${frame.file}:${frame.line}:${frame.column}`;
  const where = place ? `\n  at ${place}` : "";
  const text = reason.replaceAll(/\.[0-9a-f]{16}(?=\.[cm]js)/g, "");
  const hint = hintOf(reason);
  return new RouteError("ROUTE_IMPORT", `${file} failed while it was loaded. ${text}${hint}${where}`, {
    file,
    cause,
    place: missing && place,
  });
}

function hintOf(reason: string): string {
  if (NO_EXPORT.test(reason)) return ". If it is a type, write `import type` or `export type`.";
  if (!/^ReferenceError: (?:module|exports) is not defined/.test(reason)) return "";
  return ', since package.json has "type": "module". Write `export default`, or take that out of package.json.';
}

const NO_EXPORT = / does not provide an export named '(.*)'$/;

/**
 * Where a name is imported that is not exported. Node puts the importer's file before such an error's stack, with a
 * line that may be that of a neighbour.
 */
function missingExport(error: unknown): { file: string; line: number; column: number } | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const [, name] = NO_EXPORT.exec(error.message) ?? [];
  const [, file] = /^((?:\/|[A-Za-z]:\\).*):\d+$/m.exec(error.stack?.split("\n", 1)[0] ?? "") ?? [];
  if (name === undefined || file === undefined || !existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const index = lines.findIndex((line) => word.test(line));
  return index === -1 ? undefined : { file, line: index + 1, column: lines[index]!.search(word) + 1 };
}

/**
 * Makes stack traces of compiled modules show the user's files, for the whole process: for the program's entry to
 * call, before any route is loaded. Errors whose stack nobody reads cost no more than before.
 */
export function mapStackTraces(): void {
  process.setSourceMapsEnabled(true);
}

/**
 * The frames of an error's stack, as text: what follows its message, in which a client's text may look like frames.
 * Nothing where the message has been changed since, and the two cannot be told apart.
 */
export function framesOf({ message, stack = "" }: Error): string {
  const start = stack.indexOf(message);
  return start === -1 ? "" : stack.slice(start + message.length);
}

/** Where in the user's files an error was thrown: the first frame of its stack outside of packages and Node. */
export function sourceFrame(error: unknown): { file: string; line: number; column: number } | undefined {
  const frames = error instanceof Error ? framesOf(error).split("\n") : [];
  for (const frame of frames) {
    // `at name (path:1:2)`, or `at path:1:2`
    const text = frame.trim();
    const place = text.endsWith(")") ? text.slice(text.indexOf(" (") + 2, -1) : text.slice("at ".length);
    const parts = place.split(":");
    const [line, column] = parts.splice(-2).map(Number);
    const path = parts.join(":");
    if (!text.startsWith("at ") || !/^(?:file:\/\/|\/|[A-Za-z]:\\)/.test(path) || !line || !column) continue;
    const file = path.startsWith("file:") ? fileURLToPath(path) : path;
    if (!/[\\/]node_modules[\\/]/.test(file)) return { file, line, column };
  }
  return undefined;
}
