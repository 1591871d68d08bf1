import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { extname, join } from "node:path";
import { type BuildFailure, type Loader, transform, type TransformOptions } from "esbuild";
import { compileError } from "../compile/diagnostic.ts";
import { DECORATOR } from "../compile/metadata.ts";
import { DYNAMIC, escapedName, expressionAt, readLiteral } from "./literal.ts";
import { configFiles } from "../project/tsconfig.ts";

/** A place in a source, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A place in a file of the project, by its relative path with `/`. */
export interface Spot extends Place {
  readonly file: string;
}

/** What an export is, as far as its source tells without being run. */
export type StaticExport =
  | { readonly kind: "static"; readonly value: unknown; readonly place: (key?: string) => Spot }
  /** Only the running program knows the value. */
  | { readonly kind: "dynamic" };

/**
 * Settings with which a program is printed so that its lines can be read: no text between quotes goes over a line's
 * end, there are no comments of the user, and what is at the top level, and that alone, starts in the first column.
 */
export const PRINTED = {
  charset: "utf8",
  legalComments: "none",
  supported: { "template-literal": false },
  sourcesContent: false,
  logLevel: "silent",
} as const satisfies TransformOptions;

const LOADERS: Readonly<Record<string, Loader>> = { ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx" };

/**
 * Reads exports of one file without running it, as Next reads `config`. Names that the file does not export are left
 * out; what it takes from another file is dynamic. CommonJS is read where it is written as
 * `module.exports.name = …` or `exports.name = …`.
 *
 * @param dir the project
 * @param file relative to the project
 * @param names of exports, such as `config`
 * @throws RouteError ROUTE_COMPILE for a syntax error
 */
export async function readStaticExports<Name extends string>(
  dir: string,
  file: string,
  names: readonly Name[],
): Promise<ReadonlyMap<Name, StaticExport>> {
  const printed = await print(dir, file);
  return exportsOf(printed.code, names, (index) => ({
    file,
    ...placeOf(printed.positions, printed.code, index),
  }));
}

/**
 * Reads exports of a program that the compiler has printed with `PRINTED`.
 *
 * @param spotAt the place in the sources of a place in the program
 */
export function exportsOf<Name extends string>(
  code: string,
  names: readonly Name[],
  spotAt: (index: number) => Spot,
): ReadonlyMap<Name, StaticExport> {
  const found = new Map<Name, StaticExport>();
  for (const name of names) {
    const start = findValue(code, name);
    if (start === undefined) continue;
    const expression = start === DYNAMIC ? "" : expressionAt(code, start);
    const value = start === DYNAMIC ? DYNAMIC : readLiteral(expression);
    if (start === DYNAMIC || value === DYNAMIC) {
      found.set(name, { kind: "dynamic" });
      continue;
    }
    const place = (key?: string): Spot => {
      const at = key === undefined ? -1 : expression.search(new RegExp(`(?<![\\w$])"?${key}"?: `));
      return spotAt(start + Math.max(at, 0));
    };
    found.set(name, { kind: "static", value, place });
  }
  return found;
}

/**
 * Compiles one file to the form that `PRINTED` describes.
 *
 * @throws RouteError ROUTE_COMPILE for a syntax error
 */
export async function print(
  dir: string,
  file: string,
  options: TransformOptions = {},
): Promise<{ readonly code: string; readonly positions: SourceMap }> {
  const text = await readFile(join(dir, file), "utf8");
  const loader = LOADERS[extname(file)] ?? "jsx";
  try {
    const experimentalDecorators = DECORATOR.test(text) && hasLegacyDecorators(dir);
    const tsconfigRaw = { compilerOptions: { experimentalDecorators } };
    const settings = { ...PRINTED, tsconfigRaw, ...options, loader, sourcefile: file };
    const { code, map } = await transform(text, { ...settings, sourcemap: "external" });
    let positions: SourceMap | undefined;
    return {
      code,
      get positions() {
        return (positions ??= new SourceMap(JSON.parse(map) as SourceMapPayload));
      },
    };
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    if (message === undefined) throw error;
    throw compileError(message, join(dir, file), dir);
  }
}

/** TypeScript's own decorators are another syntax than the standard's: they go before parameters, too. */
function hasLegacyDecorators(dir: string): boolean {
  const wanted = /"experimentalDecorators"\s*:\s*true/;
  return configFiles(dir).some((file) => wanted.test(readFileSync(file, "utf8")));
}

/** Where the value of an export starts; undefined for a name that is not exported. */
function findValue(code: string, name: string): number | typeof DYNAMIC | undefined {
  if (new RegExp(`^export (?:const|let|var) ${name} = `, "m").test(code)) return valueOf(code, name);
  const [, list, from] = new RegExp(`^export \\{([^}]*\\b${name}\\b[^}]*)\\}( from)?`, "m").exec(code) ?? [];
  const local = new RegExp(`(?:([\\w$]+) as )?(?<![\\w$])${name}(?! as)(?:,|\\s|$)`).exec(list ?? "");
  if (local !== null) return from === undefined ? valueOf(code, local[1] ?? name) : DYNAMIC;
  // TypeScript's own output writes `exports.config = void 0` before the value.
  const assigned = endOf(code, `^(?:module\\.)?exports\\.${name} = (?!void 0)`);
  if (assigned !== undefined) return assigned;
  const otherwise = `^export (?:async )?(?:function|class)\\*? ${name}\\b|^export (?:const|let|var) (?:.*, )?${name}(?: = |[,;])|^ +(?:module\\.)?exports\\.${name} = |^export \\* from |^__reExport\\(`;
  return new RegExp(otherwise, "m").test(code) ? DYNAMIC : undefined;
}

/** Where the value of a variable starts that nothing at the top level changes, behind names that it is given. */
function valueOf(code: string, name: string, names: readonly string[] = []): number | typeof DYNAMIC {
  const variable = escapedName(name);
  if (names.includes(name) || new RegExp(`^${variable}(?:\\.|\\[| = )`, "m").test(code)) return DYNAMIC;
  const start = endOf(code, `^(?:export )?(?:const|let|var) ${variable} = `);
  if (start === undefined) return DYNAMIC;
  const expression = expressionAt(code, start);
  const isName = /^[A-Za-z_$][\w$]*$/.test(expression) && readLiteral(expression) === DYNAMIC;
  return isName ? valueOf(code, expression, [...names, name]) : start;
}

function endOf(code: string, pattern: string): number | undefined {
  const match = new RegExp(pattern, "m").exec(code);
  return match === null ? undefined : match.index + match[0].length;
}

/** The place in the source of a place in the printed code. */
export function placeOf(positions: SourceMap, code: string, index: number): Place {
  const before = code.slice(0, index);
  const line = before.split("\n").length - 1;
  const entry = positions.findEntry(line, index - (before.lastIndexOf("\n") + 1));
  return "originalLine" in entry
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : { line: 1, column: 1 };
}
