import { readFileSync } from "node:fs";
import { bind, type Use } from "../syntax/bindings.ts";
import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt, propertyName } from "../syntax/node.ts";
import { parseScript } from "../syntax/parse.ts";
import { isModuleExports } from "../syntax/references.ts";

/** What compilers write, in forms that Node reads. */
const COMPILED = "__esModule";

/**
 * Whether a CommonJS module may export names that Node does not see in its text: `export *` of it would lack them.
 *
 * @param file absolute
 */
export function hasHiddenNames(file: string): boolean {
  if (!/\.c?js$/.test(file)) return false;
  const text = readFileSync(file, "utf8");
  if (text.includes(COMPILED)) return false;
  const program = parseScript(text);
  if (program === undefined) return false;
  const bindings = bind(program);
  const parents = new Map<Node, Node>();
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      visit(child);
    }
  };
  visit(program);
  const isPlain = ({ node, parent, declaration }: Use): boolean => {
    if (declaration !== undefined || !["exports", "module"].includes(node["name"] as string)) return true;
    if (node["name"] === "exports") return isPlainUse(node, parents);
    return isModuleExports(parent) ? isPlainUse(parent, parents) : parent.type === "MemberExpression";
  };
  return !bindings.uses.every(isPlain);
}

/** `exports.a`, or `module.exports = { a, b }`, which may be that of another module. */
function isPlainUse(exports: Node, parents: ReadonlyMap<Node, Node>): boolean {
  const parent = parents.get(exports);
  if (parent?.type === "MemberExpression") return propertyName(parent, "property") !== undefined;
  if (parent?.type !== "AssignmentExpression" || parent["left"] !== exports) return false;
  const value = parent["right"] as Node;
  if (value.type === "CallExpression") return nameOf(nodeAt(value, "callee")) === "require";
  return value.type === "ObjectExpression" && nodesAt(value, "properties").every(isPlainProperty);
}

function isPlainProperty(property: Node): boolean {
  return property.type === "Property" && nodeAt(property, "value")?.type === "Identifier";
}

/** Whether code awaits something at its top level: then no `require` can load it. */
export function awaitsAtTop(code: string): boolean {
  if (!code.includes("await")) return false;
  const program = parseScript(code);
  const awaits = (node: Node): boolean =>
    node.type === "AwaitExpression" ||
    (node.type === "ForOfStatement" && node["await"] === true) ||
    (!isFunction(node) && childrenOf(node).some(awaits));
  return program !== undefined && awaits(program);
}
