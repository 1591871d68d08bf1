import type { Use } from "../syntax/bindings.ts";
import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt, unwrapped } from "../syntax/node.ts";
import { indexAt } from "../syntax/parse.ts";
import { namesIn } from "../syntax/scope.ts";
import type { ModuleFile } from "../syntax/values.ts";

/** A statement of a module's top level: what is used as a whole, or not at all. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** Runs when the module is loaded; else only what uses it makes it a part of the program. */
  readonly effect: boolean;
  /** Other names of the module's top level that it uses. */
  readonly uses: ReadonlySet<string>;
  /** What it uses of other modules; `*` is all. */
  readonly imports: readonly { readonly source: string; readonly name: string }[];
}

export interface Parts {
  readonly all: readonly Part[];
  /** By the names that they declare. */
  readonly declaring: ReadonlyMap<string, Part>;
  /** The part that a place is in. */
  at(offset: number): Part | undefined;
}

/** Takes a module apart, so that what nobody uses of it can be left out, as the compiler does in a bundle. */
export function partsOf(file: ModuleFile): Parts {
  const statements = nodesAt(file.program, "body");
  const uses = statements.map(() => ({ names: new Set<string>(), imports: [] as Part["imports"][number][] }));
  const starts = statements.map(({ start }) => start);
  const sources = new Map<Node, string>();
  for (const statement of statements)
    if (statement.type === "ImportDeclaration")
      for (const specifier of nodesAt(statement, "specifiers"))
        sources.set(specifier, nameOf(nodeAt(statement, "source"))!);
  for (const use of file.bindings.uses) {
    const { declaration, node } = use;
    if (declaration?.top !== true) continue;
    const found = uses[indexAt(starts, node.start)]!;
    const source = sources.get(declaration.node);
    if (source === undefined) found.names.add(declaration.name);
    else found.imports.push({ source, name: importedName(declaration.node, use) });
  }
  for (const statement of statements) addCalls(statement, uses[indexAt(starts, statement.start)]!.imports);
  const all = statements.map((statement, index): Part => ({
    start: statement.start,
    end: statement.end,
    effect: file.kind === "cjs" || hasEffect(statement),
    uses: uses[index]!.names,
    imports: uses[index]!.imports,
  }));
  const declaring = new Map<string, Part>();
  statements.forEach((statement, index) => {
    for (const name of namesOf(statement)) declaring.set(name, all[index]!);
  });
  return { all, declaring, at: (offset) => all[indexAt(starts, offset)] };
}

function importedName(specifier: Node, { parent }: Use): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportSpecifier") return nameOf(nodeAt(specifier, "imported"))!;
  const isMember = parent.type === "MemberExpression" && parent["computed"] !== true;
  return (isMember && nameOf(nodeAt(parent, "property"))) || "*";
}

/** `require("./x")` and `import("./x")` take all. */
function addCalls(node: Node, imports: { source: string; name: string }[]): void {
  const isRequire = node.type === "CallExpression" && nameOf(nodeAt(node, "callee")) === "require";
  const source = isRequire
    ? nameOf(nodesAt(node, "arguments")[0])
    : node.type === "ImportExpression"
      ? nameOf(nodeAt(node, "source"))
      : undefined;
  if (source !== undefined) imports.push({ source, name: "*" });
  for (const child of childrenOf(node)) addCalls(child, imports);
}

function namesOf(statement: Node): string[] {
  const node = declarationIn(statement);
  if (node.type === "VariableDeclaration")
    return nodesAt(node, "declarations").flatMap((each) => namesIn(each["id"] as Node));
  const name = nameOf(nodeAt(node, "id"));
  return name === undefined ? [] : [name];
}

function declarationIn(statement: Node): Node {
  const isExport = /^Export(?:Named|Default)Declaration$/.test(statement.type);
  return (isExport ? nodeAt(statement, "declaration") : undefined) ?? statement;
}

function hasEffect(statement: Node): boolean {
  const node = declarationIn(statement);
  if (node.type === "VariableDeclaration") {
    return nodesAt(node, "declarations").some((each) => {
      const init = nodeAt(each, "init");
      return (each["id"] as Node).type !== "Identifier" || (init !== undefined && !isPure(init));
    });
  }
  if (node.type.startsWith("Class")) return !isPure(node);
  if (node.type === "ExpressionStatement") return true;
  if (/^(?:Import|Export)\w+Declaration$|^TS|^FunctionDeclaration$|^EmptyStatement$/.test(node.type))
    return false;
  return statement.type !== "ExportDefaultDeclaration" || !isPure(node);
}

const COLLECTIONS = new Set(["Map", "Set", "WeakMap", "WeakSet"]);

/** Whether an expression does nothing but make a value. */
function isPure(expression: Node): boolean {
  const node = unwrapped(expression);
  if (isFunction(node)) return true;
  switch (node.type) {
    case "Identifier":
    case "Literal":
      return true;
    case "ArrayExpression":
      return nodesAt(node, "elements").every(isPure);
    case "ObjectExpression":
      return nodesAt(node, "properties").every(
        (each) => each.type === "Property" && each["computed"] !== true && isPure(each["value"] as Node),
      );
    case "TemplateLiteral":
      return nodesAt(node, "expressions").every((each) => each.type === "Literal");
    case "UnaryExpression":
      return node["operator"] !== "delete" && isPure(node["argument"] as Node);
    case "ConditionalExpression":
      return [node["test"], node["consequent"], node["alternate"]].every((each) => isPure(each as Node));
    case "LogicalExpression":
      return isPure(node["left"] as Node) && isPure(node["right"] as Node);
    case "NewExpression":
      return COLLECTIONS.has(nameOf(nodeAt(node, "callee")) ?? "") && nodesAt(node, "arguments").length === 0;
    case "ClassDeclaration":
    case "ClassExpression":
      return isPureClass(node);
    default:
      return false;
  }
}

function isPureClass(node: Node): boolean {
  const parent = nodeAt(node, "superClass");
  if (parent !== undefined && parent.type !== "Identifier") return false;
  if (nodesAt(node, "decorators").length > 0) return false;
  return nodesAt(node["body"] as Node, "body").every((member) => {
    if (member.type === "StaticBlock" || nodesAt(member, "decorators").length > 0) return false;
    const value = nodeAt(member, "value");
    return member["static"] !== true || value === undefined || isPure(value);
  });
}
