import { childrenOf, isFunction, isWrapper, type Node, nodeAt, nodesAt } from "./node.ts";
import {
  type Declaration,
  declare,
  declareAll,
  declarePattern,
  declareVars,
  innerScope,
  lookUp,
  membersOfEnum,
  type Scope,
  targetsOf,
} from "./scope.ts";

export { type Declaration, sourceOf } from "./scope.ts";

/** An identifier that stands for a value, where the program uses it. */
export interface Use {
  readonly node: Node;
  readonly parent: Node;
  /** `undefined` for what the program does not declare: `module`, `process`. */
  readonly declaration: Declaration | undefined;
}

export interface Bindings {
  readonly uses: readonly Use[];
  /** Of the top level, by name. */
  readonly top: ReadonlyMap<string, Declaration>;
  /** What an identifier stands for; `undefined` where it is not used as a value, or nothing declares it. */
  declarationOf(identifier: Node): Declaration | undefined;
  /** Whether a name is used that nothing declares. */
  isFree(name: string): boolean;
}

/** Finds for each name of a program what declares it. */
export function bind(program: Node): Bindings {
  const pending: Pending = { uses: [], written: new Set() };
  const root: Scope = { names: new Map(), outer: undefined };
  declareAll(nodesAt(program, "body"), root, true);
  declareVars(program, root, true);
  for (const statement of nodesAt(program, "body")) visit(statement, program, root, pending);

  const found = new Map<Node, Declaration | undefined>();
  const uses: Use[] = [];
  const free = new Set<string>();
  for (const { node, parent, scope } of pending.uses) {
    const name = node["name"] as string;
    const declaration = lookUp(name, scope);
    if (declaration === undefined) free.add(name);
    else if (pending.written.has(node)) declaration.written = true;
    found.set(node, declaration);
    uses.push({ node, parent, declaration });
  }
  return {
    uses,
    top: root.names,
    declarationOf: (identifier) => found.get(identifier),
    isFree: (name) => free.has(name),
  };
}

interface Pending {
  readonly uses: { readonly node: Node; readonly parent: Node; readonly scope: Scope }[];
  /** Identifiers that are assigned to, or whose members are. */
  readonly written: Set<Node>;
}

function visit(node: Node, parent: Node, scope: Scope, found: Pending): void {
  if (isWrapper(node)) return visit(node["expression"] as Node, node, scope, found);
  if (isFunction(node)) return visitFunction(node, scope, found);
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      found.uses.push({ node, parent, scope });
      return;
    case "AssignmentExpression":
      for (const target of targetsOf(node["left"] as Node)) found.written.add(target);
      return visitEach([node["left"], node["right"]], node, scope, found);
    case "UpdateExpression":
    case "UnaryExpression":
      if (node.type === "UpdateExpression" || node["operator"] === "delete")
        for (const target of targetsOf(node["argument"] as Node)) found.written.add(target);
      return visit(node["argument"] as Node, node, scope, found);
    case "MemberExpression":
    case "JSXMemberExpression":
      visit(node["object"] as Node, node, scope, found);
      if (node["computed"] === true) visit(node["property"] as Node, node, scope, found);
      return;
    case "Property":
    case "PropertyDefinition":
    case "AccessorProperty":
    case "MethodDefinition":
      visitEach(node["decorators"], node, scope, found);
      if (node["computed"] === true) visit(node["key"] as Node, node, scope, found);
      visitEach(node["value"], node, scope, found);
      return;
    case "ClassDeclaration":
    case "ClassExpression":
      return visitClass(node, scope, found);
    case "BlockStatement":
    case "StaticBlock":
    case "SwitchStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "TSModuleBlock":
      return visitBlock(node, scope, found);
    case "CatchClause": {
      const inner = innerScope(scope);
      const param = nodeAt(node, "param");
      if (param !== undefined) declarePattern(param, { kind: "let", node: param, top: false }, inner);
      return visitEach([param, node["body"]], node, inner, found);
    }
    case "LabeledStatement":
      return visit(node["body"] as Node, node, scope, found);
    case "BreakStatement":
    case "ContinueStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "MetaProperty":
      return;
    case "ExportNamedDeclaration":
      if (nodeAt(node, "source") === undefined) visitEach(node["declaration"], node, scope, found);
      if (nodeAt(node, "source") === undefined) {
        for (const { type, ...specifier } of nodesAt(node, "specifiers"))
          if (type === "ExportSpecifier") visitEach(specifier["local"], node, scope, found);
      }
      return;
    case "JSXOpeningElement":
      if (isComponent(node["name"] as Node)) visit(node["name"] as Node, node, scope, found);
      return visitEach(node["attributes"], node, scope, found);
    case "JSXAttribute":
      return visitEach(node["value"], node, scope, found);
    case "JSXClosingElement":
      return;
    case "TSEnumDeclaration":
      for (const member of membersOfEnum(node)) visitEach(member["initializer"], member, scope, found);
      return;
    case "TSModuleDeclaration":
      return visitEach(node["declare"] === true ? [] : node["body"], node, scope, found);
    case "TSExportAssignment":
      return visit(node["expression"] as Node, node, scope, found);
    case "TSParameterProperty":
      return visit(node["parameter"] as Node, node, scope, found);
    case "TSImportEqualsDeclaration": {
      const reference = node["moduleReference"] as Node;
      if (reference.type === "Identifier") visit(reference, node, scope, found);
      return;
    }
    default:
      // Types do not exist at run time.
      if (node.type.startsWith("TS") || node["declare"] === true) return;
      for (const child of childrenOf(node)) visit(child, node, scope, found);
  }
}

function visitEach(value: unknown, parent: Node, scope: Scope, found: Pending): void {
  for (const item of [value].flat() as (Node | null | undefined)[])
    if (item !== null && item !== undefined) visit(item, parent, scope, found);
}

function visitFunction(fn: Node, outer: Scope, found: Pending): void {
  const scope = innerScope(outer);
  const body = nodeAt(fn, "body");
  if (body === undefined) return;
  const id = nodeAt(fn, "id");
  if (fn.type === "FunctionExpression" && id !== undefined)
    declare(scope, { kind: "function", node: fn, name: id["name"] as string, top: false });
  if (fn.type !== "ArrowFunctionExpression")
    declare(scope, { kind: "var", node: fn, name: "arguments", top: false });
  const params = nodesAt(fn, "params");
  params.forEach((param, index) =>
    declarePattern(param, { kind: "param", node: param, top: false, of: { fn, index } }, scope),
  );
  visitEach(params, fn, scope, found);
  if (body.type !== "BlockStatement") return visit(body, fn, scope, found);
  declareVars(body, scope, false);
  declareAll(nodesAt(body, "body"), scope, false);
  visitEach(body["body"], body, scope, found);
}

function visitClass(node: Node, outer: Scope, found: Pending): void {
  visitEach(node["decorators"], node, outer, found);
  const scope = innerScope(outer);
  const id = nodeAt(node, "id");
  if (id !== undefined) declare(scope, { kind: "class", node, name: id["name"] as string, top: false });
  // The name inside is that outside, as far as anybody can see.
  const outside = id && outer.names.get(id["name"] as string);
  if (outside?.node === node) scope.names.set(outside.name, outside);
  visitEach(node["superClass"], node, scope, found);
  visitEach((node["body"] as Node)["body"], node, scope, found);
}

function visitBlock(node: Node, outer: Scope, found: Pending): void {
  const scope = innerScope(outer);
  const heads = [node["init"], node["left"]] as (Node | null | undefined)[];
  declareAll(
    heads.flatMap((head) => head ?? []),
    scope,
    false,
  );
  const statements =
    node.type === "SwitchStatement"
      ? nodesAt(node, "cases").flatMap((each) => nodesAt(each, "consequent"))
      : Array.isArray(node["body"])
        ? nodesAt(node, "body")
        : [];
  declareAll(statements, scope, false);
  for (const child of childrenOf(node)) visit(child, node, scope, found);
}

function isComponent(name: Node): boolean {
  return name.type === "JSXMemberExpression" || /^[A-Z$_]/.test((name["name"] as string | undefined) ?? "");
}
