import { RouteError } from "../error.ts";
import { isCompilerMissing } from "../project/loader.ts";
import { textOfSystemError } from "../observe/system-error.ts";
import { printable } from "../observe/visible.ts";
import { UsageError } from "./command.ts";
import { paint } from "./terminal.ts";

/** Why a program ends. A mistake in the project or the call shows its message; one of ours its stack. */
export function textOfFailure(error: unknown): string {
  if (error instanceof RouteError) return printable(error.message, error.file);
  if (error instanceof UsageError) return printable(error.message);
  if (isCompilerMissing(error)) return "The compiler cannot be loaded. Run: npm install esbuild";
  const text = textOfSystemError(error);
  if (text !== undefined) return printable(text, (error as NodeJS.ErrnoException).path);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function reportFailure(error: unknown): void {
  console.error(`${paint("red", "error", process.stderr)} ${textOfFailure(error)}`);
}
