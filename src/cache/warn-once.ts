import type { Logger } from "../observe/logger.ts";

const said = new Set<string>();

/** Logs a warning the first time that it comes up in this process. */
export function warnOnce(logger: Logger, message: string): void {
  if (said.has(message)) return;
  said.add(message);
  logger.warn(message);
}
