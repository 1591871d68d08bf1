import { sourceOf } from "../../syntax/scope.ts";
import {
  isFunction,
  type Node,
  nameOf,
  nodeAt,
  nodesAt,
  propertyName,
  textOf,
  unwrapped,
} from "../../syntax/node.ts";
import type { Inspected, SourceNote } from "../../syntax/notes.ts";
import type { Located, ModuleFile } from "../../syntax/values.ts";
import { type Application, helpForNames, INSTEAD } from "./exported.ts";
import { webRequestNote } from "./web-handler.ts";

/** Modules that have `createServer` and `Server`. */
const SERVERS = /^(?:node:)?(?:https?|http2)$|^pages-api$/;
const CREATE: ReadonlySet<string> = new Set(["createServer", "createSecureServer"]);
/** What the classes and functions of packages give. */
const PACKAGES: Readonly<Record<string, Application>> = {
  koa: "koa",
  fastify: "fastify",
  hono: "fetch",
  elysia: "fetch",
};

/** What `check` says of the default export of a route, by how it is written. */
export function inspectHandler(inspected: Inspected): SourceNote | undefined {
  const { definition, isCallable, functions, pattern } = inspected;
  if (definition !== undefined) {
    const web = isFunction(definition.node) ? webRequestNote(definition) : undefined;
    if (web !== undefined) return web;
    const application = applicationOf(definition);
    if (application !== undefined) {
      const { is, write } = INSTEAD[application];
      return note(`${is}, and answers 500, as in Next. ${write}`);
    }
  }
  if (isCallable) return undefined;
  const help =
    helpForNames(functions, pattern) ??
    "Write `export default function handler(req, res) { … }`, or move the file out of pages/api.";
  return note(`Its default export is not a function: it answers 500, as in Next. ${help}`);
}

function note(message: string): SourceNote {
  return { level: "attention", rule: "default-export", message };
}

function applicationOf(definition: Located): Application | undefined {
  const { file, node } = definition;
  if (node.type === "ObjectExpression") return hasMember(nodesAt(node, "properties"), "fetch");
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const callee = unwrapped(nodeAt(node, "callee")!);
  const isMember = callee.type === "MemberExpression";
  const root = isMember ? unwrapped(nodeAt(callee, "object")!) : callee;
  const name = isMember ? propertyName(callee, "property") : nameOf(callee);
  const imported = importOf(file, root);
  if (imported !== undefined) {
    return applicationFrom(node, imported.source, isMember ? name : (imported.name ?? name));
  }
  // `createServer().listen()` gives the server, as `on()` does.
  if (isMember && (name === "listen" || name === "on")) {
    const made = declared(file, root);
    return made && serverOnly(applicationOf({ file, node: made }));
  }
  if (isMember || node.type !== "NewExpression") return undefined;
  const made = declared(file, callee);
  return made?.type.startsWith("Class") === true
    ? hasMember(nodesAt(nodeAt(made, "body")!, "body"), "fetch")
    : undefined;
}

function applicationFrom({ type }: Node, source: string, name = ""): Application | undefined {
  if (!SERVERS.test(source)) return PACKAGES[source.split("/", 1)[0]!];
  return (type === "NewExpression" ? name === "Server" : CREATE.has(name)) ? "server" : undefined;
}

/** Of the applications `listen` gives the server, which is another one. */
function serverOnly(application: Application | undefined): "server" | undefined {
  return application === "server" ? application : undefined;
}

function hasMember(members: readonly Node[], name: string): "fetch" | undefined {
  return members.some((member) => propertyName(member, "key") === name) ? "fetch" : undefined;
}

/** The module that an expression is imported from, and its name there, where it has one. */
function importOf(
  file: ModuleFile,
  node: Node,
): { readonly source: string; readonly name: string | undefined } | undefined {
  if (node.type === "CallExpression" && nameOf(nodeAt(node, "callee")) === "require") {
    const source = textOf(nodesAt(node, "arguments")[0]);
    return source === undefined ? undefined : { source, name: undefined };
  }
  const declaration = file.bindings.declarationOf(node);
  const source = declaration && sourceOf(declaration, file);
  return source === undefined ? undefined : { source, name: nameOf(nodeAt(declaration!.node, "imported")) };
}

/** What a name of the file stands for, or the expression itself. */
function declared(file: ModuleFile, node: Node): Node | undefined {
  if (node.type !== "Identifier") return node;
  const declaration = file.bindings.declarationOf(node)?.node;
  const made = declaration?.type === "VariableDeclarator" ? nodeAt(declaration, "init") : declaration;
  return made && unwrapped(made);
}
