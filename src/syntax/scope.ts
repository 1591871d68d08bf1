import { childrenOf, isFunction, isWrapper, type Node, nodeAt, nameOf, nodesAt, unwrapped } from "./node.ts";

/** What a name of a program stands for. */
export interface Declaration {
  readonly name: string;
  readonly kind: "class" | "const" | "enum" | "function" | "import" | "let" | "namespace" | "param" | "var";
  /** The declarator, function, class, specifier, or the param as it is written. */
  readonly node: Node;
  /** Of a param: the function, and which one of its params. */
  readonly of?: { readonly fn: Node; readonly index: number };
  /** At the top level of the module. */
  readonly top: boolean;
  /** Whether something gives the name, or a member of it, another value later on. */
  written: boolean;
}

/** The names that one block, function or module declares. */
export interface Scope {
  readonly names: Map<string, Declaration>;
  readonly outer: Scope | undefined;
}

export function lookUp(name: string, from: Scope): Declaration | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.outer) {
    const declaration = scope.names.get(name);
    if (declaration !== undefined) return declaration;
  }
  return undefined;
}

export function innerScope(outer: Scope): Scope {
  return { names: new Map(), outer };
}

export function declare(scope: Scope, declaration: Omit<Declaration, "written">): void {
  // Overloads and merged declarations: the first that means something stays.
  if (!scope.names.has(declaration.name))
    scope.names.set(declaration.name, { ...declaration, written: false });
}

/** Declares what statements declare in their own block. */
export function declareAll(statements: readonly Node[], scope: Scope, top: boolean): void {
  for (const statement of statements) {
    const node = exportedDeclaration(statement);
    const id = nodeAt(node, "id");
    const name = id?.["name"] as string | undefined;
    if (node["declare"] === true) continue;
    if (node.type === "VariableDeclaration") declareVariables(node, scope, top);
    else if (node.type === "ImportDeclaration") declareImports(node, scope);
    else if (name === undefined) continue;
    else if (node.type === "FunctionDeclaration") declare(scope, { kind: "function", node, name, top });
    else if (node.type === "ClassDeclaration") declare(scope, { kind: "class", node, name, top });
    else if (node.type === "TSEnumDeclaration") declare(scope, { kind: "enum", node, name, top });
    else if (node.type === "TSModuleDeclaration") declare(scope, { kind: "namespace", node, name, top });
    else if (node.type === "TSImportEqualsDeclaration") declare(scope, { kind: "import", node, name, top });
  }
}

function exportedDeclaration(statement: Node): Node {
  const isExport =
    statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return (isExport ? nodeAt(statement, "declaration") : undefined) ?? statement;
}

function declareVariables(node: Node, scope: Scope, top: boolean): void {
  const kind = node["kind"] === "var" || node["kind"] === "let" ? node["kind"] : "const";
  for (const declarator of nodesAt(node, "declarations"))
    declarePattern(declarator["id"] as Node, { kind, node: declarator, top }, scope);
}

function declareImports(node: Node, scope: Scope): void {
  if (node["importKind"] === "type") return;
  for (const specifier of nodesAt(node, "specifiers")) {
    if (specifier["importKind"] === "type") continue;
    const name = (specifier["local"] as Node)["name"] as string;
    declare(scope, { kind: "import", node: specifier, name, top: true });
  }
}

export function declarePattern(
  pattern: Node,
  declaration: Omit<Declaration, "name" | "written">,
  scope: Scope,
): void {
  for (const name of namesIn(pattern)) declare(scope, { ...declaration, name });
}

/** The names that a pattern declares. */
export function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern["name"] as string];
    case "ObjectPattern":
      return nodesAt(pattern, "properties").flatMap((property) =>
        namesIn((nodeAt(property, "value") ?? property["argument"]) as Node),
      );
    case "ArrayPattern":
      return nodesAt(pattern, "elements").flatMap(namesIn);
    case "AssignmentPattern":
      return namesIn(pattern["left"] as Node);
    case "RestElement":
      return namesIn(pattern["argument"] as Node);
    case "TSParameterProperty":
      return namesIn(pattern["parameter"] as Node);
    default:
      return [];
  }
}

/** `var` in blocks belongs to the function around them, and so do functions that are declared there. */
export function declareVars(node: Node, scope: Scope, top: boolean): void {
  for (const child of childrenOf(node)) {
    if (isFunction(child) || child.type.startsWith("Class") || child.type.startsWith("TS")) continue;
    if (child.type === "VariableDeclaration" && child["kind"] === "var") declareVariables(child, scope, top);
    declareVars(child, scope, top);
  }
}

/** The identifiers that an assignment to this changes, themselves or by a member: `a`, `a.b.c`, `[a, b.c]`. */
export function targetsOf(left: Node): Node[] {
  const target = isWrapper(left) ? unwrapped(left) : left;
  switch (target.type) {
    case "Identifier":
      return [target];
    case "MemberExpression":
      return targetsOf(target["object"] as Node);
    case "ObjectPattern":
      return nodesAt(target, "properties").flatMap((property) =>
        targetsOf((nodeAt(property, "value") ?? property["argument"]) as Node),
      );
    case "ArrayPattern":
      return nodesAt(target, "elements").flatMap(targetsOf);
    case "AssignmentPattern":
      return targetsOf(target["left"] as Node);
    case "RestElement":
      return targetsOf(target["argument"] as Node);
    default:
      return [];
  }
}

/** The members of an enum, whichever way the parser has them. */
export function membersOfEnum(node: Node): Node[] {
  const body = nodeAt(node, "body");
  return nodesAt(body ?? node, "members");
}

/** The module that a name is imported from. */
export function sourceOf({ node }: Declaration, { program }: { readonly program: Node }): string | undefined {
  const statement = nodesAt(program, "body").find(
    (each) => each.type === "ImportDeclaration" && nodesAt(each, "specifiers").includes(node),
  );
  return statement && nameOf(nodeAt(statement, "source"));
}
