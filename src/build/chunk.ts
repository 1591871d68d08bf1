import { dirname, resolve } from "node:path";
import { MagicString } from "magic-string";
import { encodePath, specifier } from "../compile/source.ts";
import { childrenOf, type Node, nameOf, nodeAt, nodesAt } from "../syntax/node.ts";
import { parseScript } from "../syntax/parse.ts";

/** A chunk of a build, in words that a tracer of imports knows. */
export interface ReadableChunk {
  readonly text: string;
  /** What it was compiled from, absolute; `undefined` for a chunk that asks for nothing of its source. */
  readonly source: string | undefined;
}

/**
 * Writes `require`, `import.meta.url` and `import.meta.resolve` where a chunk has names of its own for them.
 *
 * @param file absolute
 */
export function readableChunk(text: string, file: string): ReadableChunk {
  const program = text.includes("__pages_filename") ? parseScript(text) : undefined;
  const path = program && sourcePathIn(program);
  if (program === undefined || path === undefined) return { text, source: undefined };
  const source = resolve(dirname(file), path);
  const output = new MagicString(text);
  // The first line declares them.
  const start = text.indexOf("\n");
  const names = new Map([["__require", "require"]]);
  if (file.endsWith(".mjs")) {
    const url = JSON.stringify(encodePath(specifier(dirname(file), source)));
    names
      .set("__pages_url", `new URL(${url}, import.meta.url)`)
      .set("__pages_resolve", "import.meta.resolve");
  }
  for (const use of usesIn(program)) {
    const name = names.get(use["name"] as string);
    if (name !== undefined && use.start > start) output.overwrite(use.start, use.end, name);
  }
  return { text: output.toString(), source };
}

/** `__pages_filename = __pages_path.resolve(__pages_here, "../../pages/api/a.ts")` */
function sourcePathIn(program: Node): string | undefined {
  const declarators = nodesAt(program, "body").flatMap((statement) => nodesAt(statement, "declarations"));
  const found = declarators.find((each) => nameOf(nodeAt(each, "id")) === "__pages_filename");
  const init = found && nodeAt(found, "init");
  return init && nameOf(nodesAt(init, "arguments")[1]);
}

/** Names that are called, or taken a member of, or read. */
function usesIn(node: Node): Node[] {
  if (node.type === "Identifier") return [node];
  if (node.type === "VariableDeclarator") return childrenOf(node).slice(1).flatMap(usesIn);
  return childrenOf(node).flatMap(usesIn);
}
