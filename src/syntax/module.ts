import { type Bindings, bind } from "./bindings.ts";
import {
  childrenOf,
  isFunction,
  type Node,
  nameOf,
  nodeAt,
  nodesAt,
  propertyName,
  unwrapped,
} from "./node.ts";
import { namesIn } from "./scope.ts";
import type { ParsedSource } from "./parse.ts";

/** What is behind an exported name. */
export type Exported =
  /** A name of the file's own, which may be an import. */
  | { readonly kind: "local"; readonly name: string; readonly node: Node }
  | { readonly kind: "expression"; readonly node: Node }
  /** Another file's; `*` is all that it exports. */
  | { readonly kind: "from"; readonly source: string; readonly name: string; readonly node: Node }
  /** Only the running program knows. */
  | { readonly kind: "unknown"; readonly node: Node };

/** What a file is as a module. */
export interface ModuleSyntax {
  readonly kind: "cjs" | "esm";
  readonly bindings: Bindings;
  readonly exports: ReadonlyMap<string, Exported>;
  /** Where `export * from` takes the rest. */
  readonly stars: readonly string[];
}

/** Reads what a file exports, as ES module or CommonJS. */
export function readModule({ program }: Pick<ParsedSource, "program">): ModuleSyntax {
  const bindings = bind(program);
  const exports = new Map<string, Exported>();
  const stars: string[] = [];
  const statements = nodesAt(program, "body");
  if (statements.some(isEsm) || !isCommonJs(bindings)) {
    for (const statement of statements) readExport(statement, exports, stars);
    return { kind: "esm", bindings, exports, stars };
  }
  for (const statement of statements) readCommonJs(statement, bindings, exports);
  return { kind: "cjs", bindings, exports, stars };
}

function isCommonJs(bindings: Bindings): boolean {
  return bindings.isFree("module") || bindings.isFree("exports");
}

/** Imports and exports of types count: the author has written a module. */
function isEsm({ type, ...node }: Node): boolean {
  if (type === "TSImportEqualsDeclaration") return node["isExport"] === true;
  return /^(?:Import|Export)\w*Declaration$/.test(type);
}

function readExport(statement: Node, exports: Map<string, Exported>, stars: string[]): void {
  switch (statement.type) {
    case "ExportDefaultDeclaration":
      return readDefault(statement["declaration"] as Node, exports);
    case "ExportAllDeclaration": {
      if (statement["exportKind"] === "type") return;
      const source = nameOf(nodeAt(statement, "source"))!;
      const exported = nodeAt(statement, "exported");
      if (exported === undefined) stars.push(source);
      else exports.set(nameOf(exported)!, { kind: "from", source, name: "*", node: exported });
      return;
    }
    case "ExportNamedDeclaration":
      return readNamed(statement, exports);
    case "TSExportAssignment":
      exports.set("default", { kind: "expression", node: statement["expression"] as Node });
      return;
    default:
  }
}

function readDefault(node: Node, exports: Map<string, Exported>): void {
  const name = nameOf(nodeAt(node, "id"));
  if (node.type.startsWith("TS") && node.type.endsWith("Declaration") && node.type !== "TSEnumDeclaration")
    return;
  const isDeclaration = node.type.endsWith("Declaration") && name !== undefined;
  exports.set("default", isDeclaration ? { kind: "local", name, node } : { kind: "expression", node });
}

function readNamed(statement: Node, exports: Map<string, Exported>): void {
  if (statement["exportKind"] === "type") return;
  const source = nameOf(nodeAt(statement, "source"));
  for (const specifier of nodesAt(statement, "specifiers")) {
    if (specifier["exportKind"] === "type") continue;
    const name = nameOf(nodeAt(specifier, "local"))!;
    const exported: Exported =
      source === undefined
        ? { kind: "local", name, node: specifier }
        : { kind: "from", source, name, node: specifier };
    exports.set(nameOf(nodeAt(specifier, "exported"))!, exported);
  }
  const declaration = nodeAt(statement, "declaration");
  if (declaration === undefined || declaration["declare"] === true) return;
  for (const [name, node] of declaredBy(declaration)) exports.set(name, { kind: "local", name, node });
}

function declaredBy(declaration: Node): [name: string, node: Node][] {
  if (declaration.type === "VariableDeclaration") {
    return nodesAt(declaration, "declarations").flatMap((declarator) =>
      namesIn(declarator["id"] as Node).map((name): [string, Node] => [name, declarator]),
    );
  }
  const name = nameOf(nodeAt(declaration, "id"));
  const isType = /^TS(?:Interface|TypeAlias|DeclareFunction)/.test(declaration.type);
  return name === undefined || isType ? [] : [[name, declaration]];
}

/** `exports.a = …`, `module.exports.a = …`, `module.exports = { a, … }`, wherever they are. */
function readCommonJs(statement: Node, bindings: Bindings, exports: Map<string, Exported>): void {
  const isTop = statement.type === "ExpressionStatement";
  const visit = (node: Node, depth: number): void => {
    if (node.type === "AssignmentExpression") {
      const left = unwrapped(node["left"] as Node);
      // `exports.a = exports.b = x`: all of them are x.
      let value = unwrapped(node["right"] as Node);
      while (value.type === "AssignmentExpression") value = unwrapped(value["right"] as Node);
      const known = isTop && depth === 0;
      if (isExportsObject(left, bindings, false)) assignAll(value, known, exports);
      else if (left.type === "MemberExpression" && isExportsObject(left["object"] as Node, bindings, true)) {
        const name = propertyName(left, "property");
        // TypeScript's own output writes `exports.config = void 0` before the value.
        const isVoid = value.type === "UnaryExpression" && value["operator"] === "void";
        if (name !== undefined && !isVoid)
          exports.set(name, { kind: known ? "expression" : "unknown", node: value });
      }
      return visit(node["right"] as Node, depth);
    }
    const inner = depth + (isFunction(node) || node.type !== "ExpressionStatement" ? 1 : 0);
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(isTop ? (statement["expression"] as Node) : statement, isTop ? 0 : 1);
}

function assignAll(value: Node, known: boolean, exports: Map<string, Exported>): void {
  exports.set("default", { kind: known ? "expression" : "unknown", node: value });
  if (value.type !== "ObjectExpression") return;
  for (const property of nodesAt(value, "properties")) {
    const name = property.type === "Property" ? propertyName(property, "key") : undefined;
    if (name === undefined) continue;
    const plain = known && property["kind"] === "init";
    exports.set(name, { kind: plain ? "expression" : "unknown", node: property["value"] as Node });
  }
}

/** `module.exports`, or, for a member of it, `exports`. */
function isExportsObject(node: Node, bindings: Bindings, bare: boolean): boolean {
  const object = unwrapped(node);
  if (object.type === "Identifier")
    return bare && object["name"] === "exports" && bindings.declarationOf(object) === undefined;
  if (object.type !== "MemberExpression" || propertyName(object, "property") !== "exports") return false;
  const module = unwrapped(object["object"] as Node);
  return (
    module.type === "Identifier" &&
    module["name"] === "module" &&
    bindings.declarationOf(module) === undefined
  );
}
