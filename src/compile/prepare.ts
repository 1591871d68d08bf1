import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, extname } from "node:path";
import { readFileSync } from "node:fs";
import type { Loader, Location, Message, PartialMessage } from "esbuild";
import { MagicString } from "magic-string";
import { bind } from "../syntax/bindings.ts";
import { childrenOf, type Node, nameOf, nodeAt, nodesAt } from "../syntax/node.ts";
import { parse, type Place } from "../syntax/parse.ts";
import {
  hasModuleSyntax,
  contextCall,
  importedBy,
  isCaught,
  isContextCall,
  isModuleExports,
  modulesIn,
  optionsOf,
  workerOf,
} from "../syntax/references.ts";
import { type Alias, type Pattern, patternOf, textOfNoMatch } from "./pattern.ts";
import { contextPattern } from "./require-context.ts";
import { relativePath } from "./source.ts";

/*
 * What a source says in a way that bundlers know, and neither the compiler nor Node does, is written in another way
 * first, each in its own line: imports by a pattern, workers, `assert` for `with`, `module` in an ES module.
 */

/** What a source may have that is to be prepared, or looked at. A hint: the tree decides. */
const HINT = /\.\s*context\s*\(|\bexport\s*\*|\bassert\b|\b(?:import|require)\s*\(|\bnew\s+URL\b|\bmodule\b/;

/** What the preparation of a source knows of its project. */
export interface Surroundings {
  readonly dir: string;
  readonly aliases: readonly Alias[];
  /** Gives the name of the module of a worker in the folder of outputs; `undefined` leaves it to Node. */
  worker(name: string): Promise<string | undefined>;
}

/** A source as the compiler is to read it. */
export interface Prepared {
  /** With its source map; `undefined` where the source is fine as it is. */
  readonly contents: string | undefined;
  readonly loader: Loader;
  /** What `export *` names. */
  readonly stars: ReadonlySet<string>;
  /** The folders (absolute) of patterns. */
  readonly folders: readonly string[];
  /** Patterns whose folder there is not, where nothing catches the error: Next would not build it. */
  readonly mistakes: readonly Remark[];
  /** Patterns that no file matches. */
  readonly warnings: readonly Remark[];
  /** A message of the compiler, at its place in the source. */
  placed(message: Message): Message;
}

/** What there is to say of a place in a source. */
export interface Remark extends Place {
  readonly text: string;
}

/**
 * Reads a source before the compiler does.
 *
 * @returns `undefined` where there is nothing to say, and for a syntax error, which is the compiler's to report
 */
export async function prepare(
  file: string,
  text: string,
  place: Surroundings,
): Promise<Prepared | undefined> {
  if (!HINT.test(text)) return undefined;
  let source;
  try {
    source = await parse(text, file);
  } catch {
    return undefined;
  }
  const { program } = source;
  const output = new MagicString(source.text);
  const edit = new Editor(output);
  const folders: string[] = [];
  const workers: Worker[] = [];
  const bindings = bind(program);

  const mistakes: Remark[] = [];
  const warnings: Remark[] = [];
  let isExported = false;

  const follow = (pattern: Pattern, node: Node, caught: boolean): void => {
    folders.push(pattern.folder);
    if (caught || pattern.members.size > 0) return;
    const remark = { ...source.placeAt(node.start), text: textOfNoMatch(pattern, place.dir) };
    if (!pattern.isThere) mistakes.push(remark);
    else if (!isContextCall(node, bindings)) warnings.push(remark);
  };

  const visit = (node: Node, caught: boolean): void => {
    isExported ||= isModuleExports(node);
    for (const child of childrenOf(node)) visit(child, caught || isCaught(node, child));
    const context = isContextCall(node, bindings) ? contextCall(node) : undefined;
    if (context !== undefined) {
      const pattern = contextPattern(context, file, place);
      follow(pattern, node, caught);
      edit.replace(node.start, node.end, pattern.code(context.later));
    }
    const imported = importedBy(node, bindings);
    const pattern = imported && patternOf(imported, file, place);
    if (pattern !== undefined) {
      follow(pattern, node, caught);
      edit.replace(node.start, imported!.start, pattern.code(node.type === "ImportExpression"));
      edit.replace(imported!.end, node.end, ")");
    } else if (node.type === "ImportExpression") edit.assertion(optionsOf(node));
    const worker = workerOf(node, bindings);
    if (worker !== undefined) workers.push(worker);
  };
  visit(program, false);
  await edit.workers(workers, place);
  for (const statement of nodesAt(program, "body")) edit.attributes(statement, source.text);
  // TypeScript may be CommonJS but for imports of types; then `module` is Node's.
  if (hasModuleSyntax(program) && !bindings.isFree("exports") && !isExported)
    for (const { node, text: name } of modulesIn(bindings, "__pages_module"))
      edit.replace(node.start, node.end, name);
  const isEdited = edit.count > 0 || source.text !== text;
  const map = isEdited ? output.generateMap({ source: basename(file), hires: "boundary" }) : undefined;
  return {
    contents: map && `${output.toString()}\n//# sourceMappingURL=${map.toUrl()}`,
    loader: source.text === text ? loaderOf(file) : "js",
    stars: starsOf(program),
    folders,
    mistakes,
    warnings,
    placed: (message) => (map === undefined ? message : placed(message, map, text)),
  };
}

/** `new Worker(new URL("./name", import.meta.url))` */
interface Worker {
  readonly url: Node;
  readonly name: string;
}

function loaderOf(file: string): Loader {
  const extension = extname(file);
  if (extension === ".tsx") return "tsx";
  return extension === ".ts" || extension === ".mts" || extension === ".cts" ? "ts" : "jsx";
}

/** Edits that leave every line where it is. */
class Editor {
  readonly #output: MagicString;
  count = 0;

  constructor(output: MagicString) {
    this.#output = output;
  }

  replace(start: number, end: number, text: string): void {
    this.count += 1;
    const lines = this.#output.original.slice(start, end).split("\n").length - 1;
    this.#output.overwrite(start, end, text + "\n".repeat(lines));
  }

  /** The URLs of workers are those of their modules. */
  async workers(workers: readonly Worker[], place: Surroundings): Promise<void> {
    for (const { url, name } of workers) {
      // oxlint-disable-next-line no-await-in-loop -- few files start one
      const found = await place.worker(name);
      if (found !== undefined)
        this.replace(url.start, url.end, `new URL(${JSON.stringify(found)}, __pages_outputs)`);
    }
  }

  /** `import("./a.json", { assert: … })` */
  assertion(options: Node | undefined): void {
    if (options?.type !== "ObjectExpression") return;
    for (const property of nodesAt(options, "properties")) {
      const key = nodeAt(property, "key");
      if (key?.type === "Identifier" && key["name"] === "assert" && property["shorthand"] !== true)
        this.replace(key.start, key.end, "with");
    }
  }

  /** `import data from "./a.json" assert { … }` */
  attributes(statement: Node, text: string): void {
    const source = nodeAt(statement, "source");
    if (source === undefined || nodesAt(statement, "attributes").length === 0) return;
    const at = text.indexOf("assert", source.end);
    const open = text.indexOf("{", source.end);
    if (at !== -1 && at < open) this.replace(at, at + "assert".length, "with");
  }
}

function starsOf(program: Node): Set<string> {
  const all = nodesAt(program, "body").filter(
    ({ type, exported, exportKind }) =>
      type === "ExportAllDeclaration" && (exported ?? null) === null && exportKind !== "type",
  );
  return new Set(all.map((statement) => nameOf(nodeAt(statement, "source"))!));
}

/** The compiler counts columns in bytes, and lines as the source does. */
function placed(message: Message, map: SourceMapPayload | object, text: string): Message {
  const { location } = message;
  if (location === null) return message;
  const { line, column, lineText } = location;
  const before = Buffer.from(lineText).subarray(0, column).toString();
  const entry = new SourceMap(map as SourceMapPayload).findEntry(line - 1, before.length);
  const original = text.split("\n")[line - 1] ?? "";
  const found = "originalColumn" in entry && entry.originalLine === line - 1 ? entry.originalColumn : 0;
  const place: Location = {
    ...location,
    lineText: original,
    column: Buffer.byteLength(original.slice(0, found)),
  };
  return { ...message, location: place };
}

/** A mistake as the compiler takes it from those who load a source. */
export function messageOf({ line, column, text }: Remark, path: string, dir: string): PartialMessage {
  const lineText = readFileSync(path, "utf8").split("\n")[line - 1] ?? "";
  const before = Buffer.byteLength(lineText.slice(0, column - 1));
  return { text, location: { file: relativePath(dir, path), line, column: before, lineText } };
}
