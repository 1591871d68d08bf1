import { MagicString } from "magic-string";
import type { Rollup } from "vite";
import { shownModule, takenOut, textOfMissingName } from "../compile/missing-names.ts";
import { type Pattern, patternOf, textOfNoMatch } from "../compile/pattern.ts";
import { contextPattern } from "../compile/require-context.ts";
import { realPath } from "../compile/source.ts";
import { type ModuleSyntax, readModule } from "../syntax/module.ts";
import { childrenOf, type Node, nodeAt, nodesAt, textOf } from "../syntax/node.ts";
import {
  contextCall,
  importedBy,
  isCaught,
  isContextCall,
  isUsedWhole,
  metaName,
  modulesIn,
  workerOf,
} from "../syntax/references.ts";
import { definedFor } from "./define.ts";
import type { PackageImport } from "./packages.ts";
import { epilogue, ownGlobals, prelude } from "./prelude.ts";
import { namesFrom } from "./statements.ts";
import { type Context, type Project, type Source, targetOf, workerUrl } from "./target.ts";

const META = new Set(["url", "filename", "dirname"]);

/** Writes a module in the words that Vite knows, each line where it was. */
export async function rewrite(
  context: Context,
  source: Source,
  project: Project,
): Promise<{ code: string; map: Rollup.SourceMapInput } | undefined> {
  const rewriting = new Rewriting(context, source, project);
  await rewriting.statements();
  await rewriting.expressions(source.program);
  return rewriting.result();
}

class Rewriting {
  readonly #context: Context;
  readonly #source: Source;
  readonly #project: Project;
  readonly #module: ModuleSyntax;
  readonly #output: MagicString;
  /** Statements in front of all others. */
  readonly #head: string[] = [];
  /** What `require` gives, by the name that is asked for. */
  readonly #required = new Map<string, string>();
  readonly #used = new Set<string>();
  #variables = 0;

  constructor(context: Context, source: Source, project: Project) {
    this.#context = context;
    this.#source = source;
    this.#project = project;
    this.#module = readModule(source);
    this.#output = new MagicString(source.code);
  }

  /** Imports and exports of other modules. */
  async statements(): Promise<void> {
    for (const statement of nodesAt(this.#source.program, "body")) {
      const source = nodeAt(statement, "source");
      const name = textOf(source);
      if (source === undefined || name === undefined || statement.type === "ImportExpression") continue;
      const whole = nodesAt(statement, "specifiers").find((each) => each.type === "ImportNamespaceSpecifier");
      const isWhole = whole !== undefined && isUsedWhole(whole, this.#module.bindings);
      // oxlint-disable-next-line no-await-in-loop -- Vite resolves each once
      const target = await this.#target(name, source.start, isWhole);
      if (target?.kind === "commonjs") this.#takeFrom(target.id, statement);
      else if (target?.kind === "node") this.#takeOut(statement, name, target.path);
      else if (target?.kind === "file")
        this.#output.overwrite(source.start, source.end, JSON.stringify(target.file));
      else if (target === undefined && isWhole) this.#ownWhole(whole);
    }
  }

  /** Takes names out of an import or export that its module does not have. */
  #takeOut(statement: Node, name: string, path: string | undefined): void {
    if (path === undefined) return;
    const { names } = this.#project.packages;
    const taken = takenOut(this.#source.code, statement, { name, path }, names, () => this.#variable());
    if (taken === undefined) return;
    for (const each of taken.missing)
      this.#context.warn(textOfMissingName(each.name, shownModule({ name, path })), each.at);
    this.#replace(statement, `${taken.text};`);
  }

  /** The namespace of an own module, which may be CommonJS. */
  #ownWhole(specifier: Node): void {
    const local = (specifier["local"] as Node)["name"] as string;
    const all = this.#variable();
    this.#used.add("namespaceOf");
    this.#head.push(
      `const ${local} = "__pages_module" in ${all} ? __pages_namespaceOf(${all}.__pages_module.exports) : ${all};`,
    );
    this.#output.overwrite(specifier.start, specifier.end, `* as ${all}`);
  }

  /** Takes the names of an import or export from the namespace of CommonJS. */
  #takeFrom(id: string, statement: Node): void {
    const all = this.#variable();
    const names = namesFrom(statement, all, () => this.#variable());
    if (names === undefined) return;
    this.#head.push(`import ${all} from ${JSON.stringify(id)};`, ...names.declarations);
    this.#replace(statement, names.text);
  }

  async expressions(node: Node, caught = false): Promise<void> {
    // What is assigned is not read.
    const target = node.type === "AssignmentExpression" ? nodeAt(node, "left") : undefined;
    for (const child of childrenOf(node))
      if (child !== target) await this.expressions(child, caught || isCaught(node, child));
    const { bindings } = this.#module;
    const worker = workerOf(node, bindings);
    const imported = importedBy(node, bindings);
    const meta = metaName(node);
    const { define } = this.#project;
    const defined = definedFor(node, bindings, define);
    // What the conventions have in the place of Vite's own.
    const env = define["import.meta.env"];
    if (defined !== undefined) this.#replace(node, defined);
    else if (worker !== undefined) await this.#worker(worker);
    else if (isContextCall(node, bindings)) this.#folder(node, caught);
    else if (imported !== undefined) await this.#call(node, imported, caught);
    else if (meta === "env" && env !== undefined) this.#replace(node, env);
    else if (meta !== undefined && META.has(meta) && this.#project.chunkDir !== undefined) {
      this.#used.add("place");
      this.#output.overwrite(node.start, node.end, `__pages_${meta}`);
    }
  }

  async #worker({ url, name }: { readonly url: Node; readonly name: string }): Promise<void> {
    const location = await workerUrl(name, this.#source.id, this.#context, this.#project);
    if (location !== undefined) this.#replace(url, `new URL(${location})`);
  }

  /** `require.context()` */
  #folder(node: Node, caught: boolean): void {
    const call = contextCall(node);
    if (call === undefined) return;
    const pattern = contextPattern(call, this.#source.id, this.#project);
    this.#follow(pattern, node, { caught, later: call.later });
    this.#used.add("folder");
    this.#replace(node, pattern.code(call.later));
  }

  /** Modules that a pattern requires are imported in front; those that it imports later are Vite's. */
  #follow(
    pattern: Pattern,
    { start }: Node,
    { caught, later }: { readonly caught: boolean; readonly later: boolean },
  ): void {
    if (!pattern.isThere && !caught) this.#context.error(textOfNoMatch(pattern, this.#project.dir), start);
    if (!later) for (const [name, path] of pattern.members) this.#required.set(name, path);
  }

  /** `import()` or `require()` */
  async #call(node: Node, argument: Node, caught: boolean): Promise<void> {
    const { id } = this.#source;
    const later = node.type === "ImportExpression";
    const pattern = patternOf(argument, id, this.#project);
    if (pattern !== undefined) {
      this.#used.add("context");
      this.#follow(pattern, node, { caught, later });
      this.#output.overwrite(node.start, argument.start, pattern.code(later));
      this.#output.overwrite(argument.end, node.end, ")");
      return;
    }
    const name = textOf(argument);
    if (name === undefined) return;
    if (!later) return this.#require(name);
    const target = await this.#target(name, argument.start, true);
    if (target === undefined) return this.#ownCall(node);
    if (target.kind === "node") return;
    const path = target.kind === "file" ? target.file : target.id;
    this.#output.overwrite(argument.start, node.end, `${JSON.stringify(path)})`);
    if (target.kind === "commonjs") this.#output.appendLeft(node.end, ".then((all) => all.default)");
  }

  /** The namespace of an own module, which may be CommonJS, such as a function. */
  #ownCall(node: Node): void {
    this.#used.add("namespaceOf");
    this.#output.appendLeft(
      node.end,
      '.then((all) => ("__pages_module" in all ? __pages_namespaceOf(all.__pages_module.exports) : all))',
    );
  }

  /** Node's own `require` loads packages; the project's files need Vite. */
  async #require(name: string): Promise<void> {
    const target = await this.#target(name, undefined, false);
    if (target?.kind === "file") this.#required.set(name, target.file);
    else if (target === undefined) {
      const resolved = await this.#context.resolve(name, this.#source.id, { skipSelf: true });
      if (resolved !== null) this.#required.set(name, resolved.id);
    }
  }

  #target(name: string, at: number | undefined, isWhole: boolean): Promise<PackageImport | undefined> {
    return targetOf({ name, importer: this.#source.id, at, isWhole }, this.#context, this.#project);
  }

  #variable(): string {
    this.#variables += 1;
    return `__pages_${this.#variables}`;
  }

  #replace({ start, end }: Node, text: string): void {
    const lines = this.#source.code.slice(start, end).split("\n").length - 1;
    this.#output.overwrite(start, end, text + "\n".repeat(lines));
  }

  result(): { code: string; map: Rollup.SourceMapInput } | undefined {
    const { code, id } = this.#source;
    const { bindings, kind, exports } = this.#module;
    const isCommonJs = kind === "cjs";
    if (!isCommonJs)
      for (const { node, text } of modulesIn(bindings, "__pages_self")) {
        this.#used.add("self");
        this.#output.overwrite(node.start, node.end, text);
      }
    const names = ["require", "__filename", "__dirname"].filter((name) => bindings.isFree(name));
    const scope = { names: new Set(names), used: this.#used, required: this.#required, isCommonJs };
    const isOwn = id.startsWith(realPath(this.#project.dir));
    const globals = isOwn ? ownGlobals(bindings, this.#project.define) : "";
    this.#output.prepend(
      [...this.#head, prelude(id, scope, this.#project.chunkDir), globals].join(" ").trimEnd(),
    );
    if (isCommonJs) this.#output.append(epilogue(exports.keys()));
    const text = this.#output.toString();
    return text === code ? undefined : { code: text, map: this.#output.generateMap({ hires: "boundary" }) };
  }
}
