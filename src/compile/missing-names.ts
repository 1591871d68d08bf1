import { isBuiltin, SourceMap, type SourceMapPayload } from "node:module";
import { Parser, type ImportDeclaration } from "acorn";
import { parse, type Import } from "es-module-lexer/js";
import type { OutsideModule, PackageNames } from "./package-names.ts";

/** An import of a name that a package, or a builtin module, does not export. */
interface MissingName {
  readonly name: string;
  /** The module, as the source names it. */
  readonly from: string;
  /** In the source, counted from 1; `undefined` where the compiler does not say it. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

export function textOfMissingName(name: string, from: string): string {
  const subject = `"${from}" does not export "${name}"`;
  return `${subject}: it is undefined, as under Next. Correct the name; if it is a type, write \`import type\`.`;
}

/**
 * Takes the imports of names that do not exist out of the code of an ES module: Node would refuse to link it, where
 * bundlers go on with `undefined`. Each line stays where it is.
 *
 * @param code as the compiler prints it
 * @param map its source map
 * @param outside the modules that it may import such names of, by their names in the code
 */
export function withoutMissingNames(
  code: string,
  map: string,
  outside: ReadonlyMap<string, OutsideModule>,
  names: PackageNames,
): { readonly code: string; readonly missing: readonly MissingName[] } {
  if (outside.size === 0) return { code, missing: [] };
  const missing: MissingName[] = [];
  const [imports] = parse(code);
  let result = "";
  let end = 0;
  for (const statement of imports) {
    const module = statement.type === "static" ? outside.get(statement.specifier) : undefined;
    const taken = module && takenOut(code, statement, module, names);
    if (taken === undefined) continue;
    result += code.slice(end, statement.importStart) + taken.text;
    end = statement.importEnd;
    for (const { name, at } of taken.missing)
      missing.push({ name, from: module!.name, place: placeOf(code, at, map) });
  }
  return { code: result + code.slice(end), missing };
}

interface Taken {
  readonly text: string;
  readonly missing: readonly { readonly name: string; readonly at: number }[];
}

/** An import without the names that there are not, which are variables behind it. */
function takenOut(
  code: string,
  { importStart, importEnd }: Import,
  module: OutsideModule,
  names: PackageNames,
): Taken | undefined {
  const text = code.slice(importStart, importEnd);
  const [statement] = Parser.parse(text, { ecmaVersion: "latest", sourceType: "module" }).body;
  if (statement?.type !== "ImportDeclaration") return undefined;
  const asked = statement.specifiers.map((specifier) => ({ specifier, name: importedName(specifier) }));
  const lacking = new Set(
    names.lacking(
      module.path,
      asked.flatMap(({ name }) => name ?? []),
    ),
  );
  if (lacking.size === 0) return undefined;
  const isGone = ({ name }: (typeof asked)[number]): boolean => name !== undefined && lacking.has(name);
  const gone = asked.filter(isGone);
  const kept = clauseOf(
    asked.filter((each) => !isGone(each)).map(({ specifier }) => specifier),
    text,
  );
  // Another version of Node may have it.
  const value = (name: string): string =>
    isBuiltin(module.path)
      ? `globalThis.process.getBuiltinModule(${JSON.stringify(module.path)})?.[${JSON.stringify(name)}]`
      : "undefined";
  const variables = gone.map(({ specifier, name }) => `${specifier.local.name} = ${value(name!)}`);
  return {
    text: `import ${kept}${text.slice(statement.source.start)}; var ${variables.join(", ")}`,
    missing: gone.map(({ specifier, name }) => ({ name: name!, at: importStart + specifier.start })),
  };
}

type Specifier = ImportDeclaration["specifiers"][number];

/** The name that is imported; `undefined` for the namespace. */
function importedName(specifier: Specifier): string | undefined {
  if (specifier.type === "ImportNamespaceSpecifier") return undefined;
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : String(imported.value);
}

function clauseOf(specifiers: readonly Specifier[], text: string): string {
  const textOf = ({ start, end }: Specifier): string => text.slice(start, end);
  const named = specifiers.filter(({ type }) => type === "ImportSpecifier").map(textOf);
  const others = specifiers.filter(({ type }) => type !== "ImportSpecifier").map(textOf);
  const parts = [...others, ...(named.length > 0 ? [`{ ${named.join(", ")} }`] : [])];
  return parts.length > 0 ? `${parts.join(", ")} from ` : "";
}

function placeOf(code: string, offset: number, map: string): MissingName["place"] {
  if (map === "") return undefined;
  const lines = code.slice(0, offset).split("\n");
  const found = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(
    lines.length - 1,
    lines.at(-1)!.length,
  );
  if (!("originalLine" in found)) return undefined;
  return { line: found.originalLine + 1, column: found.originalColumn + 1 };
}
