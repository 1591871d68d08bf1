import { childrenOf, isFunction, type Node, nameOf, nodeAt, nodesAt, textOf } from "../syntax/node.ts";
import { contextCall, importedBy, requireMember } from "../syntax/references.ts";
import type { MemberUse, RouteNote, SourceRules } from "../syntax/notes.ts";
import type { ModuleFile } from "../syntax/values.ts";
import type { Finding } from "./finding.ts";
import { membersOf, receiverOf } from "./members.ts";

/** Files for other frameworks have other requests and responses of the same name. */
const OTHERS = new Set(["express", "fastify", "hono", "koa", "polka", "restify"]);

/** What a file does that is otherwise here than under its framework, where its program does it. */
export interface Usage {
  readonly finding: Omit<Finding, keyof Place> & { readonly offset: number };
  /** The places of which one must be a part of the program, or `undefined` for a module that is loaded. */
  readonly at: readonly (Node | number)[];
  /** Whether it is about Node's request or response: it says nothing about a program that gets web requests. */
  readonly ofMessages?: true;
}
type Place = Pick<Finding, "column" | "file" | "line">;

/** What the rules of all conventions find in sources. */
export class UsageReader {
  readonly #rules: readonly SourceRules[];
  readonly #words: readonly string[];
  readonly #webRequests: ReadonlySet<string>;

  constructor(rules: readonly SourceRules[]) {
    this.#rules = rules;
    this.#words = rules.flatMap(({ words }) => words);
    this.#webRequests = new Set(rules.flatMap(({ webRequests = [] }) => webRequests));
  }

  /** Whether a text may say something at all: nothing else needs to be parsed. */
  mayUse(text: string): boolean {
    return this.#words.some((word) => text.includes(word));
  }

  /**
   * What there is in a file.
   *
   * @param handlers the functions that answer the routes
   */
  usagesOf(file: ModuleFile, handlers: ReadonlySet<Node>): Usage[] {
    return [...this.#ofImports(file), ...this.#ofMembers(file, handlers)];
  }

  #ofMembers(file: ModuleFile, handlers: ReadonlySet<Node>): Usage[] {
    const others = hasOthers(file, this.#webRequests);
    return membersOf(file).flatMap((member): Usage[] => {
      const { name, kind, node, call } = member;
      const use: MemberUse = {
        name,
        kind,
        of: others ? undefined : receiverOf(member, file, handlers),
        argument: call && textOf(nodesAt(call, "arguments")[0]),
      };
      const note = this.#first((rules) => rules.ofMember?.(use));
      return note === undefined ? [] : [{ ...usageOf(note, node.start, [node.start]), ofMessages: true }];
    });
  }

  #ofImports(file: ModuleFile): Usage[] {
    const found: Usage[] = [];
    const addModule = (source: Node | undefined, at: readonly (Node | number)[]): void => {
      const text = textOf(source);
      const note = text === undefined ? undefined : this.#first((rules) => rules.ofModule?.(text));
      if (note !== undefined) found.push(usageOf(note, source!.start, at));
    };
    const visit = (node: Node): void => {
      const member = requireMember(node, file.bindings);
      const isCompiled = member === "context" && contextCall(node) !== undefined;
      const note =
        member === undefined || isCompiled ? undefined : this.#first((rules) => rules.ofRequire?.(member));
      if (note !== undefined) found.push(usageOf(note, node.start, [node.start]));
      addModule(importedBy(node, file.bindings), [node.start]);
      for (const child of childrenOf(node)) visit(child);
    };
    for (const statement of nodesAt(file.program, "body")) {
      if (statement["importKind"] === "type" || statement["exportKind"] === "type") continue;
      const source = nodeAt(statement, "source");
      const specifiers = nodesAt(statement, "specifiers");
      if (statement.type === "ImportDeclaration") {
        const uses = usesOf(specifiers, file);
        if (uses.length > 0) addModule(source, uses);
      } else if (statement.type === "ExportNamedDeclaration" && source !== undefined)
        addModule(source, specifiers);
      else visit(statement);
    }
    return found;
  }

  #first(note: (rules: SourceRules) => RouteNote | undefined): RouteNote | undefined {
    for (const rules of this.#rules) {
      const found = note(rules);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function usageOf({ level, rule, message }: RouteNote, offset: number, at: Usage["at"]): Usage {
  return { finding: { level, rule, message, offset }, at };
}

/** Where a file uses what it imports. */
function usesOf(specifiers: readonly Node[], { bindings }: ModuleFile): number[] {
  return bindings.uses
    .filter(({ declaration }) => declaration !== undefined && specifiers.includes(declaration.node))
    .map(({ node }) => node.start);
}

function hasOthers({ program }: ModuleFile, webRequests: ReadonlySet<string>): boolean {
  return nodesAt(program, "body").some((statement) => {
    const source = nameOf(nodeAt(statement, "source")) ?? requiredBy(statement) ?? "";
    if (OTHERS.has(source.split("/", 1)[0]!)) return true;
    return nodesAt(statement, "specifiers").some((each) =>
      webRequests.has(nameOf(nodeAt(each, "imported")) ?? ""),
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
