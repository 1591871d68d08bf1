import type { Message } from "esbuild";
import { RouteError } from "../error.ts";

/** What the compiler says about one file, as an error that names file, line and column and what to do. */
export function compileError(message: Message, file: string): RouteError {
  const { location } = message;
  const where = location ? `${location.file}:${location.line}:${location.column + 1}: ` : `${file}: `;
  const line = location?.lineText.trim();
  const text = `${where}${advice(message.text)}${line ? `\n  ${line}` : ""}`;
  const place = location ? `${file}:${location.line}:${location.column + 1}` : undefined;
  return new RouteError("ROUTE_COMPILE", text, { file, place });
}

/** The specifier of an import that finds nothing, or undefined for any other message. */
export function unresolvedName(text: string): string | undefined {
  return UNRESOLVED.exec(text)?.[1];
}

const UNRESOLVED = /^Could not resolve (?:import\()?"([^"]+)"/;
const PACKAGE = /^(?:@[a-z0-9-~][\w.~-]*\/)?[a-z0-9-~][\w.~-]*(?=\/|$)/i;

/** What the compiler's message means for its reader. */
export function advice(text: string): string {
  const name = unresolvedName(text);
  if (name === undefined) return text;
  if (name.includes("*")) return `No file matches the import of "${name}".`;
  if (name.startsWith(".") || name.startsWith("/")) {
    return `Cannot find "${name}". Correct the path, or create the file.`;
  }
  if (name.startsWith("#")) return `Cannot find "${name}". Add it to "imports" in package.json.`;
  const pack = PACKAGE.exec(name)?.[0];
  if (pack === undefined) {
    return `Cannot find "${name}". Add it to "paths" in tsconfig.json, or create the file it stands for.`;
  }
  return `Cannot find the package "${pack}" (import of "${name}"). Run: npm install ${pack}`;
}
