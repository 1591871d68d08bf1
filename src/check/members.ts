import type { SourceMap } from "node:module";
import type { BuildOptions } from "esbuild";
import { placeOf, type Spot } from "../syntax/static.ts";

/** Stands before a property's name in the printed program, and in no text or comment of it. */
const MARK = "__pages_api_member_";

/**
 * Settings that make the compiler mark these names wherever they are properties (`a.name`, `{ name: 1 }`,
 * `const { name } = a`). The compiler has parsed the program, so a name in a text or a comment stays unmarked;
 * and since it takes this for renaming, its source map has the exact place of each.
 */
export function manglingOf(names: readonly string[]): Pick<BuildOptions, "mangleProps" | "mangleCache"> {
  return {
    mangleProps: new RegExp(`^(?:${names.join("|")})$`),
    mangleCache: Object.fromEntries(names.map((name) => [name, MARK + name])),
  };
}

/** A place where a property is named. */
export interface Member extends Spot {
  readonly name: string;
  /**
   * The names before it: `process.env` in `process.env.A` and in `const { A } = process.env`; `undefined` for other
   * expressions, and where an object is written with this key.
   */
  readonly receiver: string | undefined;
  /** `.name` or `?.name`, a name in a pattern, or a key of an object that is written. */
  readonly kind: "access" | "pattern" | "key";
  /** Where the printed program goes on after the name. */
  readonly end: number;
}

const ACCESS = /(?:((?:[\w$]+\??\.)*[\w$]+)|.)\??\.$/;
/** The rest of a pattern that is taken apart from a plain name, with at most one level inside. */
const PATTERN = /^(?:[^{}]|\{[^{}]*\})*\}\s*=\s*([\w$.]+)/;
const REST_LIMIT = 2000;

export function* membersOf(code: string, positions: SourceMap, file?: string): Generator<Member> {
  for (const { 1: name = "", index, 0: text } of code.matchAll(new RegExp(`${MARK}([\\w$]+)`, "g"))) {
    const end = index + text.length;
    const before = code.slice(code.lastIndexOf("\n", index) + 1, index);
    const access = ACCESS.exec(before);
    const pattern = access ? null : PATTERN.exec(code.slice(end, end + REST_LIMIT));
    const kind = access ? "access" : pattern ? "pattern" : "key";
    const receiver = (access ?? pattern)?.[1]?.replaceAll("?.", ".");
    yield { name, kind, receiver, end, ...spotAt(code, positions, index, file) };
  }
}

/** The place in the sources of a place in the program. */
export function spotAt(code: string, positions: SourceMap, index: number, file = fileOf(code, index)): Spot {
  return { file, ...placeOf(positions, code, index) };
}

/** The compiler writes the name of each source before its part of the program. */
function fileOf(code: string, index: number): string {
  const title = code.lastIndexOf("\n// ", index);
  return code.slice(title + 4, code.indexOf("\n", title + 1));
}

/** The part of the program that is made of one source. */
export function partOf(code: string, file: string): string {
  const title = `\n// ${file}\n`;
  const start = `\n${code}`.indexOf(title);
  if (start === -1) return "";
  const next = code.indexOf("\n// ", start + 1);
  return next === -1 ? code.slice(start) : code.slice(start, next);
}
