import { dirname, extname, resolve } from "node:path";
import type { Message } from "esbuild";
import { RouteError } from "../error.ts";
import { missingImport } from "./missing-import.ts";

/**
 * What the compiler says about one file, as an error that names file, line and column and what to do.
 *
 * @param file absolute; what the compiler says may be about another one, such as tsconfig.json
 * @param dir from which the compiler names files
 */
export function compileError(message: Message, file: string, dir: string): RouteError {
  const { location } = message;
  const where = location ? `${location.file}:${location.line}:${location.column + 1}: ` : `${file}: `;
  const line = location?.lineText.trim();
  const text = `${where}${advice(message.text, dirname(file))}${line ? `\n  ${line}` : ""}`;
  const place = location
    ? `${resolve(dir, location.file)}:${location.line}:${location.column + 1}`
    : undefined;
  return new RouteError("ROUTE_COMPILE", text, { file, place });
}

/** The specifier of an import that finds nothing, or undefined for any other message. */
export function unresolvedName(text: string): string | undefined {
  return UNRESOLVED.exec(text)?.[1];
}

const UNRESOLVED = /^Could not resolve (?:import\()?"([^"]+)"/;
/** What the compiler says of an import of a CommonJS module with `assert`. */
export const ASSERTION = /^The file "commonjs:.*" was loaded with the "js" loader$/;
const NO_LOADER = "No loader is configured for ";

/** Whether a message is of `require` or `import()` of a pattern that no file matches: under Next it throws when it runs. */
export function isEmptyPattern({ text, location }: Message): boolean {
  return location !== null && EMPTY_PATTERN.test(text);
}

const EMPTY_PATTERN = /^Could not resolve (?:require|import)\("[^"]*\*[^"]*"\)/;

/** A text in which the compiler makes nothing of such a pattern: Node looks for the file when the program asks for it. */
export function withoutPattern(
  text: string,
  { line, column, length }: NonNullable<Message["location"]>,
): string {
  const lines = text.split("\n");
  // The compiler counts columns in bytes.
  const bytes = Buffer.from(lines[line - 1] ?? "");
  const [before, pattern, after] = [
    bytes.subarray(0, column),
    bytes.subarray(column, column + length),
    bytes.subarray(column + length),
  ];
  lines[line - 1] = `${before.toString()}String(${pattern.toString()})${after.toString()}`;
  return lines.join("\n");
}

/** As the compiler itself says it of a file. */
export function noLoader(file: string): string {
  return `${NO_LOADER}"${extname(file)}" files: ${file}`;
}

/** The file, as the compiler calls it, that is imported and is not a module; undefined for any other message. */
export function unloadedFile(text: string): string | undefined {
  return text.startsWith(NO_LOADER) ? text.slice(text.indexOf(": ") + 2) : undefined;
}

/**
 * What the compiler's message means for its reader.
 *
 * @param from the folder of the file that it is about
 */
export function advice(text: string, from: string): string {
  const name = unresolvedName(text);
  if (name !== undefined) return missingImport(name, from);
  const file = unloadedFile(text);
  if (file !== undefined) return `${file} is not a module. Read it with node:fs.`;
  return ASSERTION.test(text) ? "Write `with` in place of `assert`." : text;
}
