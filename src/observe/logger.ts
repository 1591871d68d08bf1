import { printableValue } from "./visible.ts";

/** Where warnings and errors go. `console` is one, so is a pino logger. */
export interface Logger {
  error(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}

/** `console`, for a terminal or what keeps its texts. Copies of this package in a process share it. */
export const consoleLogger = ((globalThis as { [key: symbol]: unknown })[Symbol.for("pages-api.console")] ??=
  {
    error: (...data) => console.error(...data.map(printableValue)),
    warn: (...data) => console.warn(...data.map(printableValue)),
  } satisfies Logger) as Logger;

/** A logger that takes fields before a message, and makes others of more fields, as pino and its like do. */
export interface StructuredLogger extends Logger {
  info(...data: unknown[]): void;
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

export function isStructured(logger: Logger): logger is StructuredLogger {
  return typeof (logger as Partial<StructuredLogger>).child === "function";
}

/** The logger for what concerns one request: what it says has the request's id, where both can have one. */
export function loggerFor(logger: Logger, req: object): Logger {
  const { id } = req as { readonly id?: unknown };
  return id !== undefined && isStructured(logger) ? logger.child({ reqId: id }) : logger;
}

/**
 * Logs an error, and never throws: not for an error that throws when it is looked at, nor for a logger that fails.
 * A request has to be answered all the same.
 */
export function logError(logger: Logger, error: unknown): void {
  try {
    // Fields of a value that is not an error would take the place of the log's own.
    if (isStructured(logger) && !(error instanceof Error))
      logger.error({ err: error }, "A value was thrown that is not an Error");
    else logger.error(error);
  } catch {
    try {
      logger.error("Something was thrown that cannot be shown: it throws when it is looked at.");
    } catch {
      // Nobody is left to be notified.
    }
  }
}
