import { endureClosedOutput } from "../observe/output.ts";
import { logError, type Logger } from "../observe/logger.ts";

/** One for each server that is guarded; several may share a logger. Copies of this package in a process share them. */
const guards = ((globalThis as { [key: symbol]: unknown })[Symbol.for("pages-api.guards")] ??=
  new Set()) as Set<Guard>;

interface Guard {
  readonly logger: Logger;
  /** Ends what the first guard has begun. */
  readonly stop: () => void;
}

/**
 * Keeps the process alive when a route leaves a promise or a callback to fail on its own: the error is logged.
 * Where the user's code listens for such errors itself, they are its business, and nothing is logged here.
 *
 * @returns a function that ends it
 */
export function surviveUncaught(logger: Logger): () => void {
  endureClosedOutput();
  const [first] = guards;
  const guard: Guard = { logger, stop: first?.stop ?? listen() };
  guards.add(guard);
  return () => {
    guards.delete(guard);
    if (guards.size === 0) guard.stop();
  };
}

function listen(): () => void {
  process.on("uncaughtException", logUncaught);
  process.on("unhandledRejection", logRejected);
  return () => {
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
