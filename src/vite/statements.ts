import { type Node, nameOf, nodeAt, nodesAt } from "../syntax/node.ts";

/** What an import or export of CommonJS becomes. */
export interface TakenNames {
  /** Statements in front of all others. */
  readonly declarations: readonly string[];
  /** In the place of the statement. */
  readonly text: string;
}

/**
 * Takes the names of a statement from a namespace.
 *
 * @param all the variable that holds the namespace
 * @param variable gives a new name
 * @returns `undefined` for a statement that takes no name: an import for its effects, or `export *`
 */
export function namesFrom(statement: Node, all: string, variable: () => string): TakenNames | undefined {
  const specifiers = nodesAt(statement, "specifiers");
  if (statement.type === "ExportAllDeclaration") {
    const exported = nodeAt(statement, "exported");
    return exported && { declarations: [], text: `export { ${all} as ${written(exported)} };` };
  }
  if (specifiers.length === 0) return undefined;
  if (statement.type === "ImportDeclaration") {
    const declarations = specifiers.map(
      (each) => `const ${nameOf(nodeAt(each, "local"))} = ${valueOf(each, all)};`,
    );
    return { declarations, text: "" };
  }
  const names = specifiers.map((each) => [variable(), each] as const);
  return {
    declarations: names.map(([name, each]) => `const ${name} = ${all}[${key(nodeAt(each, "local"))}];`),
    text: `export { ${names.map(([name, each]) => `${name} as ${written(nodeAt(each, "exported")!)}`).join(", ")} };`,
  };
}

function valueOf(specifier: Node, all: string): string {
  if (specifier.type === "ImportNamespaceSpecifier") return all;
  return specifier.type === "ImportDefaultSpecifier"
    ? `${all}.default`
    : `${all}[${key(nodeAt(specifier, "imported"))}]`;
}

function key(node: Node | undefined): string {
  return JSON.stringify(nameOf(node));
}

/** A name, or a text that is one. */
function written(node: Node): string {
  return node.type === "Identifier" ? (node["name"] as string) : JSON.stringify(node["value"]);
}
