import type { SourceNote } from "../../convention.ts";
import { sourceOf } from "../../syntax/scope.ts";
import { isFunction, nameOf, nodeAt, nodesAt, propertyName, unwrapped } from "../../syntax/node.ts";
import type { Located } from "../../syntax/values.ts";
import { webRequestNote } from "./web-handler.ts";

const HANDLER = "Write `export default function handler(req, res) { … }`, or `module.exports = handler`.";

/** What to write instead of a server, which has a function to take from it. */
const INSTEAD_OF_SERVER =
  'Remove its listen(), and write `export default (req, res) => void server.emit("request", req, res)`.';
/** What to write instead of an object for Bun, Workers or Hono's servers. */
const INSTEAD_OF_FETCH =
  'Write `export const config = { runtime: "edge" }` and `export default (request) => app.fetch(request)`.';

/** What to write where a route's default export is not a function. */
export function helpFor(exported: unknown): string {
  if (typeof exported !== "object" || exported === null) return HANDLER;
  const { fetch, listen, emit } = exported as Readonly<Record<string, unknown>>;
  if (typeof listen === "function" && typeof emit === "function")
    return `It exports a server. ${INSTEAD_OF_SERVER}`;
  return typeof fetch === "function" ? `It exports an object with \`fetch\`. ${INSTEAD_OF_FETCH}` : HANDLER;
}

/** What `check` says of the default export of a route, by how it is written. */
export function inspectHandler(definition: Located | undefined, isCallable: boolean): SourceNote | undefined {
  if (definition !== undefined) {
    const web = isFunction(definition.node) ? webRequestNote(definition) : undefined;
    if (web !== undefined) return web;
    if (isServer(definition))
      return note(`It exports a server, and answers 500, as in Next. ${INSTEAD_OF_SERVER}`);
    if (hasFetch(definition))
      return note(`It exports an object with \`fetch\`, and answers 500, as in Next. ${INSTEAD_OF_FETCH}`);
  }
  if (isCallable) return undefined;
  return note(
    "Its default export is not a function: it answers 500, as in Next. Write `export default function " +
      "handler(req, res) { … }`, or move the file out of pages/api.",
  );
}

function note(message: string): SourceNote {
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

const SERVERS = /^(?:node:)?https?$/;
