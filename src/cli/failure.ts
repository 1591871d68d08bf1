import { RouteError } from "../error.ts";
import { UsageError } from "./command.ts";
import { paint } from "./terminal.ts";

/** Tells why a program ends. A mistake in the project or the call is told by its message; ours shows its stack. */
export function tellFailure(error: unknown): void {
  const known = error instanceof UsageError || error instanceof RouteError;
  const text = known
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  console.error(`${paint("red", "error", process.stderr)} ${text}`);
}
