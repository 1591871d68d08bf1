import { childrenOf, isFunction, type Node, nodeAt, nodesAt, propertyName } from "../syntax/node.ts";
import type { ModuleFile } from "../syntax/values.ts";
import type { Finding } from "./finding.ts";

type Found = Omit<Finding, "column" | "file" | "line"> & { readonly offset: number };

/** Where the exported functions of a route use members of their first argument that cannot be used here. */
export function contextFindings(file: ModuleFile, lacks: Readonly<Record<string, string>>): Found[] {
  const found: Found[] = [];
  const note = (name: string | undefined, { start }: Node): void => {
    if (name === undefined || !Object.hasOwn(lacks, name)) return;
    const message = `context.${name} cannot be used here. ${lacks[name]}`;
    found.push({ level: "unsupported", rule: "context-member", message, offset: start });
  };
  for (const statement of nodesAt(file.program, "body")) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const fn of functionsIn(nodeAt(statement, "declaration"))) lookAt(fn, file, note);
  }
  return found;
}

/** The outermost functions of a declaration. */
function functionsIn(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return isFunction(node) ? [node] : childrenOf(node).flatMap(functionsIn);
}

function lookAt(
  fn: Node,
  { bindings }: ModuleFile,
  note: (name: string | undefined, node: Node) => void,
): void {
  const [param] = nodesAt(fn, "params");
  if (param === undefined) return;
  const isParam = (node: Node | undefined): boolean =>
    node !== undefined && bindings.declarationOf(node)?.node === param;
  const noteTaken = (pattern: Node): void => {
    for (const each of nodesAt(pattern, "properties")) note(propertyName(each, "key"), each);
  };
  if (param.type === "ObjectPattern") return noteTaken(param);
  const visit = (node: Node): void => {
    if (node.type === "MemberExpression" && isParam(nodeAt(node, "object")))
      note(propertyName(node, "property"), node);
    if (node.type === "VariableDeclarator" && isParam(nodeAt(node, "init"))) noteTaken(node["id"] as Node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(fn["body"] as Node);
}
