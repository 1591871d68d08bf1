import { inspect } from "node:util";
import { RouteError } from "../error.ts";

/** Control characters, those of a terminal's escapes, and those that turn the direction of a line. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a client or of a file's name for one line of a terminal: line breaks and escapes are written as `\\u000a`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * The same for a text of several lines, whose own line breaks and tabs stay.
 *
 * @param file what the text is about: line breaks in its name are none of the text's
 */
export function printable(text: string, file = ""): string {
  const parts = file.split(/[\\/]/).filter((part) => visible(part) !== part);
  // A route's pattern has no extension.
  const names = parts.flatMap((part) => [part, part.replace(/\.\w+$/, "")]);
  const named = names.reduce((all, name) => all.replaceAll(name, visible(name)), text);
  return named.replace(/[^\n\t]+/g, visible);
}

/** What is thrown or logged, as `console` should print it: a message may hold what a client has sent. */
export function printableValue(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  // Its stack has no more than its message.
  if (value instanceof RouteError && value.cause === undefined) return printable(value.message, value.file);
  if (typeof value !== "object" || value === null) return value;
  const text = inspect(value);
  const shown = printable(text);
  // `console` adds colors to a value, and none to a text.
  return shown === text ? value : shown;
}
