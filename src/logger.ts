/** Where warnings and errors go. `console` is one, so is a pino logger. */
export interface Logger {
  error(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}
