import { nameOf, type Node, type Reference, referenceOf } from "./references.ts";

/** What a module says that Node's CommonJS and bundlers know, and Vite does not. */
export interface Syntax {
  readonly isCommonJs: boolean;
  /** Of `require`, `__filename` and `__dirname`: those that are used, and not the module's own. */
  readonly names: ReadonlySet<string>;
  readonly references: readonly Reference[];
  /** `import.meta.url`, `.filename` and `.dirname`. */
  readonly metas: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** The members that a CommonJS module gives to `exports` or `module.exports`. */
  readonly members: ReadonlySet<string>;
}

const FREE = new Set(["require", "module", "exports", "__filename", "__dirname"]);
const META = new Set(["url", "filename", "dirname"]);
const DECLARING = new Set([
  "VariableDeclarator",
  "FunctionDeclaration",
  "ImportSpecifier",
  "ImportDefaultSpecifier",
]);

/** Reads what is in a module's tree. */
export function readSyntax(program: Node): Syntax {
  const used = new Set<string>();
  const declared = new Set<string>();
  const members = new Set<string>();
  const references: Reference[] = [];
  const metas: { name: string; start: number; end: number }[] = [];
  let hasEsm = false;

  function visit(node: Node, parent: Node | undefined): void {
    if (/^(?:Import|Export)\w*Declaration$/.test(node.type)) hasEsm = true;
    const reference = referenceOf(node);
    if (reference !== undefined) references.push(reference);
    if (node.type === "Identifier" && FREE.has(node["name"] as string) && !isKey(node, parent)) {
      (isDeclared(node, parent) ? declared : used).add(node["name"] as string);
    }
    const meta = metaOf(node);
    if (meta !== undefined) metas.push({ name: meta, start: node.start, end: node.end });
    for (const name of membersOf(node)) members.add(name);
    for (const child of childrenOf(node)) visit(child, node);
  }

  visit(program, undefined);
  for (const name of declared) used.delete(name);
  const isCommonJs = !hasEsm && (used.has("module") || used.has("exports"));
  return {
    isCommonJs,
    names: used,
    references: references.filter(({ kind }) => kind === "import" || used.has("require")),
    metas,
    members,
  };
}

function* childrenOf(node: Node): Iterable<Node> {
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof item === "object" && item !== null && "type" in item && "start" in item) yield item as Node;
    }
  }
}

function isKey(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent["computed"] === true) return false;
  if (parent.type === "MemberExpression") return parent["property"] === node;
  return parent["key"] === node && parent["shorthand"] !== true;
}

function isDeclared(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if ((parent["params"] as unknown[] | undefined)?.includes(node)) return true;
  return DECLARING.has(parent.type) && (parent["id"] === node || parent["local"] === node);
}

function metaOf(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || (node["object"] as Node).type !== "MetaProperty") return undefined;
  const name = nameOf(node["property"]);
  return name !== undefined && META.has(name) ? name : undefined;
}

/** `exports.a = …`, `module.exports.a = …` and `module.exports = { a, … }`. */
function membersOf(node: Node): string[] {
  if (node.type !== "AssignmentExpression") return [];
  const left = node["left"] as Node;
  const right = node["right"] as Node;
  if (isExports(left) && right.type === "ObjectExpression") {
    return (right["properties"] as Node[]).flatMap((property) => nameOf(property["key"]) ?? []);
  }
  if (left.type !== "MemberExpression" || !isExports(left["object"] as Node)) return [];
  const name = nameOf(left["property"]);
  return name === undefined || left["computed"] === true ? [] : [name];
}

function isExports(node: Node): boolean {
  if (node["name"] === "exports") return true;
  return (
    node.type === "MemberExpression" &&
    nameOf(node["object"]) === "module" &&
    nameOf(node["property"]) === "exports"
  );
}
