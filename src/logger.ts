/** Where warnings and errors go. `console` is one, so is a pino logger. */
export interface Logger {
  error(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}

/**
 * Logs an error, and never throws: not for an error that throws when it is looked at, nor for a logger that fails.
 * A request has to be answered all the same.
 */
export function logError(logger: Logger, error: unknown): void {
  try {
    logger.error(error);
  } catch {
    try {
      logger.error("Something was thrown that cannot be shown: it throws when it is looked at.");
    } catch {
      // There is nobody left to tell.
    }
  }
}
