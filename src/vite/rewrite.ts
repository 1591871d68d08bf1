import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import { MagicString } from "magic-string";
import type { Rollup } from "vite";
import { missingImport } from "../compile/missing-import.ts";
import { type Alias, patternOf } from "../compile/pattern.ts";
import type { CompileSettings } from "../compile/settings.ts";
import { realPath } from "../compile/source.ts";
import { findShim } from "../stand-ins/next/modules.ts";
import { type ModuleSyntax, readModule } from "../syntax/module.ts";
import { childrenOf, type Node, nodeAt, nodesAt, textOf } from "../syntax/node.ts";
import { importedBy, isUsedWhole, metaName, modulesIn, workerOf } from "../syntax/references.ts";
import { definedFor } from "./define.ts";
import { type PackageImport, type Packages, shimId } from "./packages.ts";
import { epilogue, ownGlobals, prelude } from "./scope.ts";
import { namesFrom } from "./statements.ts";
import type { Workers } from "./workers.ts";

type Context = Pick<Rollup.TransformPluginContext, "addWatchFile" | "emitFile" | "error" | "resolve">;

/** A module as Vite has it. */
interface Source {
  readonly code: string;
  readonly id: string;
  readonly program: Node;
}

interface Project {
  readonly dir: string;
  /** Of its tsconfig.json. */
  readonly aliases: readonly Alias[];
  /** Where the chunks of a build go; `undefined` in development. */
  readonly chunkDir: string | undefined;
  readonly packages: Packages;
  readonly workers: Workers;
  /** What the conventions of the project want. */
  readonly settings: CompileSettings;
  /** What is defined in this module, by the expression that it takes the place of. */
  readonly define: Readonly<Record<string, string>>;
}

const URL_LIKE = /^[a-z][a-z\d+.-]*:/i;
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
      else if (target?.kind === "file")
        this.#output.overwrite(source.start, source.end, JSON.stringify(target.file));
      else if (target === undefined && isWhole) this.#ownWhole(whole);
    }
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

  async expressions(node: Node): Promise<void> {
    // What is assigned is not read.
    const target = node.type === "AssignmentExpression" ? nodeAt(node, "left") : undefined;
    for (const child of childrenOf(node)) if (child !== target) await this.expressions(child);
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
    else if (imported !== undefined) await this.#call(node, imported);
    else if (meta === "env" && env !== undefined) this.#replace(node, env);
    else if (meta !== undefined && META.has(meta) && this.#project.chunkDir !== undefined) {
      this.#used.add("place");
      this.#output.overwrite(node.start, node.end, `__pages_${meta}`);
    }
  }

  async #worker({ url, name }: { readonly url: Node; readonly name: string }): Promise<void> {
    const { chunkDir, workers } = this.#project;
    const path = /^(?:\.{1,2})?\//.test(name) ? name : `./${name}`;
    const resolved = await this.#context.resolve(path, this.#source.id, { skipSelf: true });
    if (resolved === null || Boolean(resolved.external) || resolved.id.includes("/node_modules/")) return;
    const location = await workers.urlOf(resolved.id, this.#context, chunkDir !== undefined);
    this.#replace(url, `new URL(${location})`);
  }

  /** `import()` or `require()` */
  async #call(node: Node, argument: Node): Promise<void> {
    const { id } = this.#source;
    const later = node.type === "ImportExpression";
    const pattern = patternOf(argument, id, this.#project);
    if (pattern !== undefined) {
      this.#used.add("context");
      if (!later) for (const [name, path] of pattern.members) this.#required.set(name, path);
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
    else if (target === undefined && !isBuiltin(name)) {
      const resolved = await this.#context.resolve(name, this.#source.id, { skipSelf: true });
      if (resolved !== null) this.#required.set(name, resolved.id);
    }
  }

  /**
   * What an import means: `undefined` for a module of the project, which stays as it is.
   *
   * @param at where it is; `undefined` where nothing has to be found
   */
  async #target(name: string, at: number | undefined, isWhole: boolean): Promise<PackageImport | undefined> {
    const { id } = this.#source;
    const { packages, settings } = this.#project;
    if (isBuiltin(name)) return packages.find(name, id, isWhole);
    const standIn = settings.standIn?.(name, dirname(id));
    if (standIn !== undefined) return packages.standIn(standIn, name, id);
    const shim = findShim(name, dirname(id));
    if (shim !== undefined) return { kind: "file", file: shimId(shim)! };
    const resolved = await this.#context.resolve(name, id, { skipSelf: true });
    if (resolved === null) {
      // Vite would only notice when the module runs, and name no place.
      if (at !== undefined && !URL_LIKE.test(name))
        this.#context.error(missingImport(name, dirname(id), []), at);
      return { kind: "node" };
    }
    const isPackage = Boolean(resolved.external) || resolved.id.includes("/node_modules/");
    return isPackage ? packages.find(name, id, isWhole) : undefined;
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
