import { INSTEAD_OF_FETCH, INSTEAD_OF_SERVER } from "../api/exported.ts";
import { sourceOf } from "../syntax/bindings.ts";
import { nameOf, nodeAt, nodesAt, propertyName, unwrapped } from "../syntax/node.ts";
import type { Finding } from "./finding.ts";
import type { Located } from "./handler.ts";

const SERVERS = /^(?:node:)?https?$/;

/** A default export that another server takes: `http.createServer()`, or an object with `fetch`. */
export function serverFinding(definition: Located): Pick<Finding, "level" | "rule" | "message"> | undefined {
  if (isServer(definition))
    return finding(`It exports a server, and answers 500, as in Next. ${INSTEAD_OF_SERVER}`);
  if (hasFetch(definition))
    return finding(`It exports an object with \`fetch\`, and answers 500, as in Next. ${INSTEAD_OF_FETCH}`);
  return undefined;
}

function finding(message: string): Pick<Finding, "level" | "rule" | "message"> {
  return { level: "attention", rule: "default-export", message };
}

function hasFetch({ node }: Located): boolean {
  if (node.type !== "ObjectExpression") return false;
  return nodesAt(node, "properties").some((property) => propertyName(property, "key") === "fetch");
}

/** `createServer()` or `http.createServer()` of Node. */
function isServer({ node, file }: Located): boolean {
  if (node.type !== "CallExpression") return false;
  const callee = unwrapped(nodeAt(node, "callee")!);
  const isMember = callee.type === "MemberExpression";
  const name = isMember ? propertyName(callee, "property") : nameOf(callee);
  if (name !== "createServer") return false;
  const declaration = file.bindings.declarationOf(isMember ? unwrapped(nodeAt(callee, "object")!) : callee);
  return declaration !== undefined && SERVERS.test(sourceOf(declaration, file) ?? "");
}
