import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
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
  try {
    return await inTurn(() => {
      if (url.endsWith(".cjs")) return commonjsNamespace(requireModule(fileURLToPath(url)));
      return import(url) as Promise<RouteNamespace>;
    });
  } catch (cause) {
    throw importError(cause, file);
  }
}

const requireModule = createRequire(import.meta.url);

/** How long others wait for one module; a top-level await may take its time. */
const TURN_MS = 200;
let last: Promise<unknown> = Promise.resolve();
let slow = 0;

/**
 * One after the other, since Node refuses to `require` an ES module while another `import()` is still reading it.
 * While a slow one is under way the rest does not wait for it.
 */
async function inTurn<T>(load: () => T | Promise<T>): Promise<T> {
  const previous = last;
  const { promise, release } = gate();
  last = promise;
  await previous;
  if (slow > 0) release();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    slow += 1;
    release();
  }, TURN_MS);
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

function commonjsNamespace(exports: unknown): RouteNamespace {
  if ((typeof exports !== "object" && typeof exports !== "function") || exports === null)
    return { default: exports };
  const members = exports as Record<string, unknown>;
  return members["__esModule"] ? members : { ...members, default: exports };
}

/** What a module threw while it was loaded, as an error that names its file. */
export function importError(cause: unknown, file: string): RouteError {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const frame = sourceFrame(cause);
  const where = frame ? `\n  at ${frame.file}:${frame.line}:${frame.column}` : "";
  const text = reason.replaceAll(/\.[0-9a-f]{16}(?=\.[cm]js)/g, "");
  const hint = / does not provide an export named /.test(reason)
    ? " If it is a type, write `import type`."
    : "";
  return new RouteError("ROUTE_IMPORT", `${file} failed while it was loaded. ${text}${hint}${where}`, {
    file,
    cause,
  });
}

/**
 * Makes stack traces of compiled modules show the user's files, for the whole process: for the program's entry to
 * call, before any route is loaded. Errors whose stack nobody reads cost no more than before.
 */
export function mapStackTraces(): void {
  process.setSourceMapsEnabled(true);
}

/** Where in the user's files an error was thrown: the first frame of its stack outside of packages and Node. */
export function sourceFrame(error: unknown): { file: string; line: number; column: number } | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, path = "", line, column] of stack.matchAll(
    /^\s+at (?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:\\)[^\n]*?):(\d+):(\d+)\)?$/gm,
  )) {
    const file = path.startsWith("file:") ? fileURLToPath(path) : path;
    if (!/[\\/]node_modules[\\/]/.test(file)) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
