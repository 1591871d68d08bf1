import { type Node, nameOf, nodeAt, nodesAt, propertyName, textOf, unwrapped } from "./node.ts";
import type { Bindings } from "./bindings.ts";

/** The expression that `import()`, or Node's own `require`, takes; `undefined` for any other node. */
export function importedBy(node: Node, bindings: Bindings): Node | undefined {
  if (node.type === "ImportExpression") return nodeAt(node, "source");
  if (node.type !== "CallExpression") return undefined;
  const callee = node["callee"] as Node;
  if (callee.type !== "Identifier" || callee["name"] !== "require") return undefined;
  return bindings.declarationOf(callee) === undefined ? nodesAt(node, "arguments")[0] : undefined;
}

/** The options of `import()`. */
export function optionsOf(node: Node): Node | undefined {
  return nodeAt(node, "options") ?? nodesAt(node, "arguments")[0];
}

/** `resolve` of `require.resolve(…)`, a call of a member of Node's own `require`; `undefined` for any other node. */
export function requireMember(node: Node, bindings: Bindings): string | undefined {
  const callee = node.type === "CallExpression" ? unwrapped(node["callee"] as Node) : undefined;
  if (callee?.type !== "MemberExpression") return undefined;
  const object = unwrapped(callee["object"] as Node);
  const isOwn = object["name"] === "require" && bindings.declarationOf(object) === undefined;
  return isOwn ? propertyName(callee, "property") : undefined;
}

/** `require.context(…)`, which bundlers have. */
export function isContextCall(node: Node, bindings: Bindings): boolean {
  return requireMember(node, bindings) === "context";
}

/** What a call of `require.context` asks for. */
export interface ContextCall {
  readonly path: string;
  /** In the folders of the folder too. */
  readonly deep: boolean;
  readonly filter: RegExp | undefined;
  /** A module is imported, which gives a promise. */
  readonly later: boolean;
}

/** Reads the arguments of such a call; `undefined` where they are not literals, or the mode is not one of these. */
export function contextCall(node: Node): ContextCall | undefined {
  const [folder, deep = true, filter, mode = "sync"] = nodesAt(node, "arguments").map(literalOf);
  if (typeof folder !== "string" || typeof deep !== "boolean" || typeof mode !== "string") return undefined;
  if ((filter !== undefined && !(filter instanceof RegExp)) || !MODES.has(mode)) return undefined;
  return { path: folder.replace(/\/+$/, ""), deep, filter, later: mode !== "sync" };
}

const MODES = new Set(["sync", "eager", "lazy", "lazy-once"]);

/** `null` for what is not a literal; `undefined` for `undefined`, which takes the default. */
function literalOf(node: Node): unknown {
  const bare = unwrapped(node);
  if (bare.type === "Identifier" && bare["name"] === "undefined") return undefined;
  return textOf(bare) ?? (bare.type === "Literal" ? bare["value"] : null);
}

/** Whether a child of a node is in the part of a `try` whose errors are caught. */
export function isCaught(node: Node, child: Node): boolean {
  return node.type === "TryStatement" && child === node["block"] && nodeAt(node, "handler") !== undefined;
}

/** `new Worker(new URL("./job.ts", import.meta.url))`, by whatever name the class is imported. */
export function workerOf(
  node: Node,
  bindings: Bindings,
): { readonly url: Node; readonly name: string } | undefined {
  if (node.type !== "NewExpression") return undefined;
  const callee = node["callee"] as Node;
  const declared = callee.type === "Identifier" ? bindings.declarationOf(callee)?.node : undefined;
  const imported = declared?.type === "ImportSpecifier" ? nameOf(nodeAt(declared, "imported")) : undefined;
  const name =
    imported ?? (callee.type === "MemberExpression" ? propertyName(callee, "property") : nameOf(callee));
  const [url] = nodesAt(node, "arguments");
  if (name !== "Worker" || url?.type !== "NewExpression" || nameOf(nodeAt(url, "callee")) !== "URL")
    return undefined;
  const [path, base] = nodesAt(url, "arguments");
  if (path?.type !== "Literal" || typeof path["value"] !== "string") return undefined;
  return base !== undefined && metaName(base) === "url" ? { url, name: path["value"] } : undefined;
}

/** The name of a member of `import.meta`. */
export function metaName(node: Node): string | undefined {
  return node.type === "MemberExpression" && (node["object"] as Node).type === "MetaProperty"
    ? propertyName(node, "property")
    : undefined;
}

/** Whether a program has an import or an export, of types too. */
export function hasModuleSyntax(program: Node): boolean {
  return nodesAt(program, "body").some(({ type }) => /^(?:Import|Export)\w*Declaration$/.test(type));
}

/** `module.exports` */
export function isModuleExports(node: Node): boolean {
  if (node.type !== "MemberExpression" || propertyName(node, "property") !== "exports") return false;
  return isModule(unwrapped(node["object"] as Node));
}

function isModule(node: Node): boolean {
  return node.type === "Identifier" && node["name"] === "module";
}

/**
 * Where a program asks for `module` as Node's CommonJS has it. `typeof` finds none in an ES module, which bundlers
 * give one all the same.
 *
 * @returns the places, with what is to be written there
 */
export function modulesIn(
  bindings: Bindings,
  name: string,
): { readonly node: Node; readonly text: string }[] {
  return bindings.uses.flatMap(({ node, parent, declaration }) => {
    if (!isModule(node) || declaration !== undefined) return [];
    if (parent.type === "UnaryExpression" && parent["operator"] === "typeof") return [];
    return [
      { node, text: parent.type === "Property" && parent["shorthand"] === true ? `module: ${name}` : name },
    ];
  });
}

/** Whether an imported namespace is used but for its members: called, constructed, handed on. */
export function isUsedWhole(specifier: Node, { uses }: Bindings): boolean {
  return uses.some(
    ({ parent, node, declaration }) =>
      declaration?.node === specifier && (parent.type !== "MemberExpression" || parent["object"] !== node),
  );
}
