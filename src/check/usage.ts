import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt, textOf } from "../syntax/node.ts";
import { ADVICE } from "../stand-ins/astro/advice.ts";
import { nextModuleName, nextModules } from "../stand-ins/next/modules.ts";
import type { ModuleFile } from "../syntax/values.ts";
import type { Finding } from "./finding.ts";
import { type Member, membersOf, receiverOf } from "./members.ts";

const PREVIEW = new Set(["setPreviewData", "setDraftMode"]);
const REVALIDATE = new Set(["revalidate", "unstable_revalidate"]);

/** What to use instead of what only requests of the edge runtime and of middleware have. */
const REQUEST_MEMBERS: Readonly<Record<string, string>> = {
  nextUrl: "Read req.url and req.query.",
  geo: "Read the headers of the proxy in front, such as x-vercel-ip-country.",
  ip: "Read the header x-forwarded-for, or req.socket.remoteAddress.",
};

/** Files for the edge runtime, the App Router and other frameworks have other requests of the same name. */
const OTHERS = new Set(["express", "fastify", "hono", "koa", "polka", "restify"]);

/** What a file does that is otherwise here than under Next, where its program does it. */
export interface Usage {
  readonly finding: Omit<Finding, keyof Place> & { readonly offset: number };
  /** The places of which one must be a part of the program, or `undefined` for a module that is loaded. */
  readonly at: readonly (Node | number)[];
  /** Whether it is about Node's request or response: it says nothing about a program that gets web requests. */
  readonly ofMessages?: true;
}
type Place = Pick<Finding, "column" | "file" | "line">;

/** Whether a text may say something at all: nothing else needs to be parsed. */
export function mayUse(text: string): boolean {
  return WORDS.some((word) => text.includes(word));
}
const WORDS = [
  ...PREVIEW,
  ...REVALIDATE,
  "nextUrl",
  ".geo",
  "geo",
  ".ip",
  "ip ",
  "ip,",
  "ip}",
  "next/",
  "astro:",
  "require.context",
];

/**
 * What there is in a file.
 *
 * @param handlers the functions that answer the routes
 */
export function usagesOf(file: ModuleFile, handlers: ReadonlySet<Node>): Usage[] {
  const others = hasOthers(file);
  const usages: Usage[] = importUsages(file);
  for (const member of membersOf(file)) {
    const receiver = receiverOf(member, file, handlers);
    const found =
      previewUsage(member) ??
      (others ? undefined : (revalidateUsage(member, receiver) ?? requestUsage(member, receiver)));
    if (found !== undefined) usages.push(found);
  }
  return usages;
}

function messageUsage(offset: number, finding: Omit<Usage["finding"], "offset">): Usage {
  return { finding: { ...finding, offset }, at: [offset], ofMessages: true };
}

function importUsages(file: ModuleFile): Usage[] {
  const found: Usage[] = [];
  const tell = (source: Node | undefined, at: readonly (Node | number)[]): void => {
    const text = textOf(source);
    const module = text === undefined ? undefined : nextModuleName(text);
    const finding = module === undefined ? astroFinding(text) : moduleFinding(module);
    if (finding !== undefined) found.push({ finding: { ...finding, offset: source!.start }, at });
  };
  const visit = (node: Node): void => {
    if (isContext(node, file)) found.push({ finding: { ...CONTEXT, offset: node.start }, at: [node.start] });
    if (isRequire(node, file)) tell(nodesAt(node, "arguments")[0], [node.start]);
    else if (node.type === "ImportExpression") tell(nodeAt(node, "source"), [node.start]);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const statement of nodesAt(file.program, "body")) {
    if (statement["importKind"] === "type" || statement["exportKind"] === "type") continue;
    const source = nodeAt(statement, "source");
    const specifiers = nodesAt(statement, "specifiers");
    if (statement.type === "ImportDeclaration") {
      const uses = file.bindings.uses.filter(
        ({ declaration }) => declaration !== undefined && specifiers.includes(declaration.node),
      );
      if (uses.length > 0)
        tell(
          source,
          uses.map(({ node }) => node.start),
        );
    } else if (statement.type === "ExportNamedDeclaration" && source !== undefined) tell(source, specifiers);
    else visit(statement);
  }
  return found;
}

const CONTEXT = {
  level: "unsupported",
  rule: "require-context",
  message:
    "require.context() is a function of Next's bundlers, and is not here. List the folder with node:fs, and write " +
    "import(`./folder/${name}`).",
} as const;

function isContext(node: Node, { bindings }: ModuleFile): boolean {
  const callee = node.type === "CallExpression" ? nodeAt(node, "callee") : undefined;
  const object = callee?.type === "MemberExpression" ? nodeAt(callee, "object") : undefined;
  return (
    object?.["name"] === "require" &&
    nameOf(nodeAt(callee!, "property")) === "context" &&
    bindings.declarationOf(object) === undefined
  );
}

function isRequire(node: Node, { bindings }: ModuleFile): boolean {
  const callee = node.type === "CallExpression" ? nodeAt(node, "callee") : undefined;
  return callee?.["name"] === "require" && bindings.declarationOf(callee) === undefined;
}

function moduleFinding(module: string): Omit<Usage["finding"], "offset"> | undefined {
  const { support, advice = "" } = nextModules[module] ?? {
    support: "none",
    advice: "It is internal to Next.",
  };
  if (support === "empty" || support === "types") return undefined;
  if (support === "full") {
    if (advice === "") return undefined;
    const message = `"${module}" works where Next is not installed too. ${advice}`;
    return { level: "attention", rule: "next-module", message };
  }
  const message = `"${module}" does not work without Next. ${advice}`.trim();
  return { level: "unsupported", rule: "next-module", message };
}

function astroFinding(module: string | undefined): Omit<Usage["finding"], "offset"> | undefined {
  if (module === undefined || !Object.hasOwn(ADVICE, module)) return undefined;
  const message = `"${module}" does not work without Astro's build. ${ADVICE[module as keyof typeof ADVICE]}`;
  return { level: "unsupported", rule: "astro-module", message };
}

function previewUsage({ name, kind, node }: Member): Usage | undefined {
  if (!PREVIEW.has(name) || kind !== "call") return undefined;
  const message =
    `res.${name}() works, with cookies of this server's own: its other processes need the same ` +
    "PAGES_API_PREVIEW_SECRET, and pages that Next renders elsewhere do not know them.";
  return messageUsage(node.start, { level: "attention", rule: "preview", message });
}

function revalidateUsage(member: Member, receiver: string | undefined): Usage | undefined {
  const { name, kind, node, call } = member;
  if (!REVALIDATE.has(name) || kind === "access" || receiver !== "response") return undefined;
  if (name !== "revalidate") {
    const message = `res.${name} is undefined, as in Next 16. Call res.revalidate().`;
    return messageUsage(node.start, { level: "unsupported", rule: "revalidate", message });
  }
  // The answers of routes are this server's own.
  if (call !== undefined && textOf(nodesAt(call, "arguments")[0])?.startsWith("/api/") === true)
    return undefined;
  const message =
    "res.revalidate() makes static answers of this server anew. For pages of a Next.js server, give createServer " +
    "the option revalidate: { origin, previewModeId }; without it a path that no route here has is rejected.";
  return messageUsage(node.start, { level: "attention", rule: "revalidate", message });
}

function requestUsage({ name, node }: Member, receiver: string | undefined): Usage | undefined {
  const advice = Object.hasOwn(REQUEST_MEMBERS, name) ? REQUEST_MEMBERS[name] : undefined;
  if (advice === undefined || receiver !== "request") return undefined;
  const message = `req.${name} is undefined, as in Next's own Node routes. ${advice}`;
  return messageUsage(node.start, { level: "attention", rule: "request-member", message });
}

function hasOthers({ program }: ModuleFile): boolean {
  return nodesAt(program, "body").some((statement) => {
    const source = nameOf(nodeAt(statement, "source")) ?? requiredBy(statement) ?? "";
    if (OTHERS.has(source.split("/", 1)[0]!)) return true;
    return nodesAt(statement, "specifiers").some(
      (each) => nameOf(nodeAt(each, "imported")) === "NextRequest",
    );
  });
}

function requiredBy(node: Node): string | undefined {
  if (isFunction(node)) return undefined;
  if (node.type === "CallExpression" && nameOf(nodeAt(node, "callee")) === "require")
    return nameOf(nodesAt(node, "arguments")[0]);
  for (const child of childrenOf(node)) {
    const found = requiredBy(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
