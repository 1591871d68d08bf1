import type { Declaration } from "../syntax/bindings.ts";
import {
  childrenOf,
  isFunction,
  type Node,
  nameOf,
  nodeAt,
  nodesAt,
  propertyName,
  unwrapped,
} from "../syntax/node.ts";
import type { ModuleFile } from "../syntax/values.ts";

/** A place where a member of a value is named. */
export interface Member {
  readonly name: string;
  /** Where the name is. */
  readonly node: Node;
  /** `a.name(…)`, `a.name`, or `const { name } = a`. */
  readonly kind: "access" | "call" | "pattern";
  readonly call?: Node | undefined;
  /** The expression, or the param, that it is a member of. */
  readonly receiver: Node | undefined;
}

/** All members that a file names, whichever way. */
export function membersOf({ program }: ModuleFile): Member[] {
  const found: Member[] = [];
  const visit = (node: Node, parent: Node | undefined): void => {
    if (node.type === "MemberExpression") {
      const name = propertyName(node, "property");
      const isCall = parent?.type === "CallExpression" && unwrapped(parent["callee"] as Node) === node;
      const receiver = unwrapped(node["object"] as Node);
      const at = { node: node["property"] as Node, receiver };
      if (name !== undefined)
        found.push(isCall ? { name, kind: "call", call: parent, ...at } : { name, kind: "access", ...at });
    }
    if (node.type === "VariableDeclarator") addPattern(node["id"] as Node, nodeAt(node, "init"), found);
    if (node.type === "AssignmentExpression") addPattern(node["left"] as Node, nodeAt(node, "right"), found);
    if (isFunction(node)) for (const param of nodesAt(node, "params")) addPattern(param, param, found);
    for (const child of childrenOf(node)) {
      // A chain (`a?.b()`) is an expression around the call.
      visit(child, node.type === "ChainExpression" ? parent : node);
    }
  };
  visit(program, undefined);
  return found;
}

function addPattern(pattern: Node, value: Node | undefined, found: Member[]): void {
  if (pattern.type !== "ObjectPattern" || value === undefined) return;
  for (const property of nodesAt(pattern, "properties")) {
    const name = property.type === "Property" ? propertyName(property, "key") : undefined;
    if (name === undefined) continue;
    found.push({ name, node: property["key"] as Node, kind: "pattern", receiver: unwrapped(value) });
  }
}

/** Names that handlers and their helpers give their params, with what must be used of one that may be anything. */
const NAMES = {
  request: {
    short: "req",
    long: "request",
    also: ["headers", "cookies", "query", "method", "url", "body", "socket"],
  },
  response: {
    short: "res",
    long: "response",
    also: ["status", "json", "send", "end", "redirect", "setHeader", "statusCode"],
  },
} as const;
const ROLES = ["request", "response"] as const;

/** Methods that give the response again. */
const CHAINED = new Set([
  "status",
  "setHeader",
  "appendHeader",
  "setPreviewData",
  "clearPreviewData",
  "setDraftMode",
]);

/**
 * Whether a member is one of the request or of the response: of a handler's param, or of another function's param
 * with the usual name.
 *
 * @param handlers the functions that answer the routes
 */
export function receiverOf(
  { receiver }: Member,
  file: ModuleFile,
  handlers: ReadonlySet<Node>,
): "request" | "response" | undefined {
  let root = receiver;
  while (root?.type === "CallExpression") {
    const callee = unwrapped(root["callee"] as Node);
    if (callee.type !== "MemberExpression" || !CHAINED.has(propertyName(callee, "property") ?? ""))
      return undefined;
    root = unwrapped(callee["object"] as Node);
  }
  if (root === undefined) return undefined;
  if (root.type === "ObjectPattern") return roleOfPattern(root, handlers);
  if (root.type !== "Identifier") return undefined;
  const declaration = file.bindings.declarationOf(root);
  if (declaration?.of !== undefined && handlers.has(declaration.of.fn)) return ROLES[declaration.of.index];
  if (declaration !== undefined && declaration.kind !== "param") return undefined;
  const name = root["name"] as string;
  return ROLES.find((role) => {
    const { short, long, also } = NAMES[role];
    return name === short || (name === long && usesAny(declaration, also, file));
  });
}

function roleOfPattern(pattern: Node, handlers: ReadonlySet<Node>): "request" | "response" | undefined {
  for (const handler of handlers) {
    const index = nodesAt(handler, "params").indexOf(pattern);
    if (index !== -1) return ROLES[index];
  }
  return undefined;
}

function usesAny(
  declaration: Declaration | undefined,
  names: readonly string[],
  { bindings }: ModuleFile,
): boolean {
  return bindings.uses.some(
    (use) =>
      use.declaration === declaration &&
      use.parent.type === "MemberExpression" &&
      names.includes(nameOf(nodeAt(use.parent, "property")) ?? ""),
  );
}
