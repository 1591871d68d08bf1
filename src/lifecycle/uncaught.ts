import { endureClosedOutput } from "../observe/lines.ts";
import { logError, type Logger } from "../observe/logger.ts";

/** One for each server that is guarded; several may share a logger. */
const guards = new Set<{ readonly logger: Logger }>();

/**
 * Keeps the process alive when a route leaves a promise or a callback to fail on its own: the error is logged.
 * Where the user's code listens for such errors itself, they are its business, and nothing is logged here.
 *
 * @returns a function that ends it
 */
export function guardProcess(logger: Logger): () => void {
  endureClosedOutput();
  const guard = { logger };
  if (guards.size === 0) {
    process.on("uncaughtException", logUncaught);
    process.on("unhandledRejection", logRejected);
  }
  guards.add(guard);
  return () => {
    guards.delete(guard);
    if (guards.size > 0) return;
    process.off("uncaughtException", logUncaught);
    process.off("unhandledRejection", logRejected);
  };
}

function logUncaught(error: unknown): void {
  if (process.listenerCount("uncaughtException") === 1) log(error);
}

function logRejected(error: unknown): void {
  if (process.listenerCount("unhandledRejection") === 1) log(error);
}

function log(error: unknown): void {
  for (const logger of new Set([...guards].map((guard) => guard.logger))) logError(logger, error);
}
