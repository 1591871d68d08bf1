import { isLate } from "./late.ts";
import { logError, type Logger } from "../observe/logger.ts";

/** Work that goes on after its answer. One set for all copies of this package in a process. */
const kWork = Symbol.for("pages-api.background");
/** Where the packages of Vercel look for the platform: `waitUntil` of `@vercel/functions`, and `after` of ours. */
const kContext = Symbol.for("@vercel/request-context");

interface Platform {
  get?(): { waitUntil?(promise: PromiseLike<unknown>): void } | undefined;
}

const globals = globalThis as { [kWork]?: Set<Promise<void>>; [kContext]?: Platform };
/** One for each server or handler that is open; several may share a logger. */
const owners = new Set<{ readonly logger: Logger }>();

/**
 * Keeps a server from ending before some work is done that goes on after the answer: it is awaited when the server
 * stops, for as long as `shutdownTimeout` allows. A rejection is logged. On Vercel it is handed to the platform.
 *
 * @throws TypeError for what is not a promise.
 */
export function waitUntil(promise: PromiseLike<unknown>): void {
  const platform = globals[kContext]?.get?.();
  if (platform?.waitUntil === undefined) keep(promise);
  else platform.waitUntil(promise);
}

/**
 * Makes `waitUntil` of `@vercel/functions` work in this process, unless a platform does already. Nothing is done for
 * a request: whose work it is does not matter to a process that waits for all of it.
 *
 * @returns a function that ends the logging of rejections to this logger
 */
export function openBackground(logger: Logger): () => void {
  const owner = { logger };
  owners.add(owner);
  const context = { waitUntil: keep };
  globals[kContext] ??= { get: () => context };
  return () => void owners.delete(owner);
}

/** Settles when no work is left, after some milliseconds, or with `hurried`; gives the number of works that are left. */
export async function backgroundDone(timeout: number, hurried?: Promise<unknown>): Promise<number> {
  const work = workOfProcess();
  if (work.size === 0) return 0;
  const over = new AbortController();
  const done = async (): Promise<void> => {
    // Work may bring more work.
    while (work.size > 0 && !over.signal.aborted) await Promise.all(work);
  };
  await isLate(Promise.race(hurried === undefined ? [done()] : [done(), hurried]), timeout);
  over.abort();
  return work.size;
}

function loggers(): Iterable<Logger> {
  return owners.size === 0 ? [console] : new Set([...owners].map(({ logger }) => logger));
}

function workOfProcess(): Set<Promise<void>> {
  return (globals[kWork] ??= new Set());
}

function keep(promise: PromiseLike<unknown>): void {
  if (typeof (promise as PromiseLike<unknown> | undefined)?.then !== "function") {
    throw new TypeError(`waitUntil() takes a promise, not ${promise === null ? "null" : typeof promise}.`);
  }
  const work = workOfProcess();
  const kept: Promise<void> = Promise.resolve(promise).then(
    () => void work.delete(kept),
    (error: unknown) => {
      work.delete(kept);
      for (const logger of loggers()) logError(logger, error);
    },
  );
  work.add(kept);
}
