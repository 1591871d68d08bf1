import type { Logger } from "./logger.ts";

const loggers = new Set<Logger>();

/**
 * Keeps the process alive when a route leaves a promise or a callback to fail on its own: the error is logged.
 * Where the user's code listens for such errors itself, they are its business, and nothing is logged here.
 *
 * @returns a function that ends it
 */
export function guardProcess(logger: Logger): () => void {
  if (loggers.size === 0) {
    process.on("uncaughtException", logUncaught);
    process.on("unhandledRejection", logRejected);
  }
  loggers.add(logger);
  return () => {
    loggers.delete(logger);
    if (loggers.size > 0) return;
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
  for (const logger of loggers) logger.error(error);
}
