import { isBuiltin, SourceMap, type SourceMapPayload } from "node:module";
import { type ExportSpecifier, type ImportDeclaration, Parser } from "acorn";
import { parse } from "es-module-lexer/js";
import type { OutsideModule, PackageNames } from "./package-names.ts";

/** An import of a name that a package, or a builtin module, does not export. */
interface MissingName {
  readonly name: string;
  /** A builtin module, or the file of a package. */
  readonly from: string;
  /** In the source, counted from 1; `undefined` where the compiler does not say it. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

export function textOfMissingName(name: string, from: string): string {
  const subject = `"${from}" does not export "${name}"`;
  return `${subject}: it is undefined, as under Next. Correct the name; if it is a type, write \`import type\`.`;
}

/** A module as `check` names it too: the file of a package, below node_modules. */
export function shownModule({ name, path }: OutsideModule): string {
  return isBuiltin(path)
    ? name
    : path
        .split(/[\\/]node_modules[\\/]/)
        .at(-1)!
        .replaceAll("\\", "/");
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
  const placeAt = placesIn(code, map);
  const [imports] = parse(code);
  let result = "";
  let end = 0;
  for (const statement of imports) {
    const module = statement.type === "static" ? outside.get(statement.specifier) : undefined;
    const { importStart: start, importEnd } = statement;
    const taken = module && takenOut(code, { start, end: importEnd }, module, names, unused);
    if (taken === undefined) continue;
    result += code.slice(end, start) + taken.text;
    end = importEnd;
    for (const { name, at } of taken.missing)
      missing.push({ name, from: shownModule(module!), place: placeAt(at) });
  }
  return { code: result + code.slice(end), missing };
}

/** The compiler prints `export … from` as an import and an export. */
function unused(): string {
  throw new Error("The compiler has printed an export of another module.");
}

interface Taken {
  readonly text: string;
  readonly missing: readonly { readonly name: string; readonly at: number }[];
}

/**
 * An import without the names that there are not, which are variables behind it; also an `export … from`.
 *
 * @param variable gives a name for one that is only exported
 * @returns `undefined` where there are all
 */
export function takenOut(
  code: string,
  { start, end }: { readonly start: number; readonly end: number },
  module: OutsideModule,
  names: PackageNames,
  variable: () => string,
): Taken | undefined {
  const text = code.slice(start, end);
  const [statement] = Parser.parse(text, { ecmaVersion: "latest", sourceType: "module" }).body;
  if (statement?.type !== "ImportDeclaration" && statement?.type !== "ExportNamedDeclaration")
    return undefined;
  const asked = statement.specifiers.map((specifier) => ({ specifier, name: takenName(specifier) }));
  const lacking = new Set(
    names.lacking(
      module.path,
      asked.flatMap(({ name }) => name ?? []),
    ),
  );
  if (lacking.size === 0) return undefined;
  // Another version of Node may have it.
  const value = (name: string): string =>
    isBuiltin(module.path)
      ? `globalThis.process.getBuiltinModule(${JSON.stringify(module.path)})?.[${JSON.stringify(name)}]`
      : "undefined";
  const kept: Specifier[] = [];
  const variables: string[] = [];
  const exported: string[] = [];
  const missing: { name: string; at: number }[] = [];
  for (const { specifier, name } of asked) {
    if (name === undefined || !lacking.has(name)) {
      kept.push(specifier);
      continue;
    }
    missing.push({ name, at: start + specifier.start });
    const isExport = specifier.type === "ExportSpecifier";
    const local = isExport ? variable() : specifier.local.name;
    variables.push(`${local} = ${value(name)}`);
    if (isExport)
      exported.push(`${local} as ${text.slice(specifier.exported.start, specifier.exported.end)}`);
  }
  const from = text.slice(statement.source!.start, statement.source!.end);
  const clause = clauseOf(kept, text);
  const keyword = clause !== "" && statement.type === "ExportNamedDeclaration" ? "export" : "import";
  const attributes = text.slice(statement.source!.end).replace(/;$/, "");
  const again = exported.length > 0 ? `; export { ${exported.join(", ")} }` : "";
  return {
    text: `${keyword} ${clause}${from}${attributes}; var ${variables.join(", ")}${again}`,
    missing,
  };
}

type Specifier = ExportSpecifier | ImportDeclaration["specifiers"][number];

/** The name that is taken from the module; `undefined` for the namespace. */
function takenName(specifier: Specifier): string | undefined {
  if (specifier.type === "ImportNamespaceSpecifier") return undefined;
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const taken = specifier.type === "ExportSpecifier" ? specifier.local : specifier.imported;
  return taken.type === "Identifier" ? taken.name : String(taken.value);
}

function clauseOf(specifiers: readonly Specifier[], text: string): string {
  const textOf = ({ start, end }: Specifier): string => text.slice(start, end);
  const isNamed = ({ type }: Specifier): boolean => type === "ImportSpecifier" || type === "ExportSpecifier";
  const named = specifiers.filter(isNamed).map(textOf);
  const others = specifiers.filter((each) => !isNamed(each)).map(textOf);
  const parts = [...others, ...(named.length > 0 ? [`{ ${named.join(", ")} }`] : [])];
  return parts.length > 0 ? `${parts.join(", ")} from ` : "";
}

/** Finds places of the source by offsets in its code. The map is read where one is asked for. */
function placesIn(code: string, map: string): (offset: number) => MissingName["place"] {
  let lookup: SourceMap | undefined;
  return (offset) => {
    if (map === "") return undefined;
    lookup ??= new SourceMap(JSON.parse(map) as SourceMapPayload);
    const lines = code.slice(0, offset).split("\n");
    const found = lookup.findEntry(lines.length - 1, lines.at(-1)!.length);
    if (!("originalLine" in found)) return undefined;
    return { line: found.originalLine + 1, column: found.originalColumn + 1 };
  };
}
