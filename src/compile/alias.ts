import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { specifier } from "./source.ts";
import { aliasesOf } from "../project/tsconfig.ts";

/*
 * The compiler knows `import(`../texts/${name}`)`, but not the same by an alias of tsconfig's `paths` or `baseUrl`,
 * `import(`@/texts/${name}`)`: there the folder is written into the source first.
 */

const CALL =
  /((?:\bimport|require)\s*\(\s*(?:\/\*[^]*?\*\/\s*)*)(?:`([^`$\\]*\/)[^`$/\\]*\$\{|(["'])([^"'\\]*\/)[^"'/\\]*\3\s*\+)/g;

/** Whether a compiled source imports by a pattern that begins with an alias. */
export function hasAliasPattern(code: string, file: string): boolean {
  return [...code.matchAll(CALL)].some(
    ([, , head, , other]) => folderOf((head ?? other)!, file) !== undefined,
  );
}

/** The text of a source with folders in the place of such aliases. */
export function withoutAliases(text: string, file: string): string {
  return text.replaceAll(CALL, (all: string, call: string, ...heads: string[]) => {
    const head = (heads[0] ?? heads[2])!;
    const folder = folderOf(head, file);
    if (folder === undefined) return all;
    return `${call}${all[call.length]}${specifier(dirname(file), folder)}/${all.slice(call.length + 1 + head.length)}`;
  });
}

/** The folder that the beginning of a path stands for, by an alias. */
function folderOf(head: string, file: string): string | undefined {
  if (/^[./]|:/.test(head)) return undefined;
  return aliasesOf(dirname(file))
    .filter(([start]) => head.startsWith(start))
    .map(([start, target]) => resolve(target, head.slice(start.length)))
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}
