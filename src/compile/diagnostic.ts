import { dirname, extname, resolve } from "node:path";
import type { Message } from "esbuild";
import { RouteError } from "../error.ts";
import type { Alias } from "../project/tsconfig.ts";
import { missingImport } from "./missing-import.ts";
import { textOfMissingName } from "./missing-names.ts";

/**
 * What the compiler says about one file, as an error that names file, line and column and what to do.
 *
 * @param file absolute; what the compiler says may be about another one, such as tsconfig.json
 * @param dir from which the compiler names files
 * @param aliases of the project's tsconfig.json
 */
export function compileError(
  message: Message,
  file: string,
  dir: string,
  aliases: readonly Alias[] = [],
): RouteError {
  const { location } = message;
  const where = location ? `${location.file}:${location.line}:${location.column + 1}: ` : `${file}: `;
  const line = location?.lineText.trim();
  const cure = location?.file.endsWith(".json") ? `. ${JSON_CURE}` : "";
  const text = `${where}${advice(message.text, dirname(file), aliases)}${cure}${line ? `\n  ${line}` : ""}`;
  const place = location
    ? `${resolve(dir, location.file)}:${location.line}:${location.column + 1}`
    : undefined;
  return new RouteError("ROUTE_COMPILE", text, { file, place });
}

/** For tsconfig.json, and for data that a route imports. */
const JSON_CURE = "Correct the JSON: names and texts are in double quotes, with a comma between members.";

/** The specifier of an import that finds nothing, or undefined for any other message. */
export function unresolvedName(text: string): string | undefined {
  return UNRESOLVED.exec(text)?.[1];
}

const UNRESOLVED = /^Could not resolve (?:import\()?"([^"]+)"/;
/** What the compiler says of an import of a CommonJS module with `assert`. */
const ASSERTION = /^The file "commonjs:.*" was loaded with the "js" loader$/;
/** The namespace of modules outside of the project, of which only the names are looked at. */
export const NAMES = "names";
const NO_EXPORT =
  /^No matching export in "names:((?:.*[\\/]node_modules[\\/])?([^"]+))" for import "([^"]+)"/;

/** The module outside of the project, as the compiler calls it, that lacks a name; undefined for any other message. */
export function lackingModule(text: string): string | undefined {
  return NO_EXPORT.exec(text)?.[1];
}
const NO_LOADER = "No loader is configured for ";

/** As the compiler itself says it of a file. */
export function noLoader(file: string): string {
  return `${NO_LOADER}"${extname(file)}" files: ${file}`;
}

/** The file, as the compiler calls it, that is imported and is not a module; undefined for any other message. */
function unloadedFile(text: string): string | undefined {
  return text.startsWith(NO_LOADER) ? text.slice(text.indexOf(": ") + 2) : undefined;
}

/**
 * What the compiler's message means for its reader.
 *
 * @param from the folder of the file that it is about
 */
export function advice(text: string, from: string, aliases: readonly Alias[]): string {
  const name = unresolvedName(text);
  if (name !== undefined) return missingImport(name, from, aliases);
  const [, , outside, lacking] = NO_EXPORT.exec(text) ?? [];
  if (outside !== undefined) return textOfMissingName(lacking!, outside);
  const file = unloadedFile(text);
  if (file !== undefined) return `${file} is not a module. Read it with node:fs.`;
  return ASSERTION.test(text) ? "Write `with` in place of `assert`." : text;
}
