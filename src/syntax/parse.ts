import { SourceMap, type SourceMapPayload } from "node:module";
import { extname } from "node:path";
import { Parser } from "acorn";
import type { Loader } from "esbuild";
import { transform } from "../compile/esbuild.ts";
import { holdCompiler } from "../compile/service.ts";
import type { Node } from "./node.ts";
import type { Grammar } from "./typescript.ts";

/** A place in a source, counted from 1; columns in UTF-16. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A place in a file of the project, by its relative path with `/`. */
export interface Spot extends Place {
  readonly file: string;
}

/** A file as a tree. */
export interface ParsedSource {
  readonly text: string;
  readonly program: Node;
  placeAt(offset: number): Place;
}

const LOADERS: Readonly<Record<string, Loader>> = { ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx" };

/**
 * Parses a source: JavaScript, TypeScript, either with JSX.
 *
 * What the parser of TypeScript does not know yet, the compiler takes out first; places are those of the source in
 * both cases.
 *
 * @param file its name: the extension says the language
 * @throws the compiler's BuildFailure for a syntax error
 */
export async function parse(text: string, file: string): Promise<ParsedSource> {
  const loader = LOADERS[extname(file)] ?? "jsx";
  const program =
    (loader === "jsx" ? parseScript(text) : undefined) ??
    // It is twice as large as the other one: a project of JavaScript starts without it.
    attempt((await import("./typescript.ts"))[loader === "ts" ? "TypeScript" : "TypeScriptJsx"], text);
  return program === undefined
    ? parseCompiled(text, file, loader)
    : { text, program, placeAt: placesIn(text) };
}

/** Parses what is JavaScript already. */
export function parseScript(text: string): Node | undefined {
  return attempt(Parser, text) ?? attempt(Parser, text, "script");
}

function attempt(
  parser: Grammar,
  text: string,
  sourceType: "module" | "script" = "module",
): Node | undefined {
  try {
    return parser.parse(text, {
      ecmaVersion: "latest",
      sourceType,
      // The plugin needs them.
      locations: parser !== Parser,
      allowHashBang: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
    }) as Node;
  } catch {
    return undefined;
  }
}

async function parseCompiled(text: string, file: string, loader: Loader): Promise<ParsedSource> {
  const release = holdCompiler();
  const { code, map } = await transform(text, {
    loader,
    sourcefile: file,
    sourcemap: "external",
    sourcesContent: false,
    charset: "utf8",
    jsx: "automatic",
    logLevel: "silent",
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, verbatimModuleSyntax: true } },
  }).finally(release);
  // The compiler takes it; without a tree, nothing is known of what it exports.
  const program = parseScript(code) ?? { type: "Program", start: 0, end: 0, body: [] };
  const compiledPlace = placesIn(code);
  let positions: SourceMap | undefined;
  return {
    text: code,
    program,
    placeAt(offset) {
      positions ??= new SourceMap(JSON.parse(map) as SourceMapPayload);
      const { line, column } = compiledPlace(offset);
      const entry = positions.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return { line: 1, column: 1 };
      return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
  };
}

/** Finds the line and column of an offset. */
function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = indexAt(starts, offset);
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}

/** The last of some beginnings, in ascending order, that is not behind an offset. */
export function indexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
