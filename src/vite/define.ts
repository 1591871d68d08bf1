import type { Bindings } from "../syntax/bindings.ts";
import { nameOf, type Node, nodeAt, propertyName } from "../syntax/node.ts";

/**
 * What takes the place of an expression such as `process.env.NAME`, where the module has no variable of its first name.
 *
 * @param define by the expression
 */
export function definedFor(
  node: Node,
  bindings: Pick<Bindings, "declarationOf">,
  define: Readonly<Record<string, string>>,
): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const names: string[] = [];
  let root: Node | undefined = node;
  for (; root?.type === "MemberExpression"; root = nodeAt(root, "object")) {
    const name = propertyName(root, "property");
    if (name === undefined) return undefined;
    names.unshift(name);
  }
  if (root?.type !== "Identifier" || bindings.declarationOf(root) !== undefined) return undefined;
  const expression = [nameOf(root), ...names].join(".");
  return Object.hasOwn(define, expression) ? define[expression] : undefined;
}
