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
  const declared = program && declaredIn(program, "__pages_filename");
  const path = declared && nameOf(nodesAt(declared, "arguments")[1]);
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
  const uses = usesIn(program).filter((use) => use.start > start);
  const folder = declaredIn(program, "__pages_dirname");
  // A folder that a chunk names would be copied with all that is in it.
  if (folder !== undefined && !uses.some((use) => use["name"] === "__pages_dirname"))
    output.overwrite(folder.start, folder.end, "undefined");
  for (const use of uses) {
    const name = names.get(use["name"] as string);
    if (name !== undefined) output.overwrite(use.start, use.end, name);
  }
  return { text: output.toString(), source };
}

/** What a name is declared as: `__pages_filename = __pages_path.resolve(__pages_here, "../../pages/api/a.ts")`. */
function declaredIn(program: Node, name: string): Node | undefined {
  const declarators = nodesAt(program, "body").flatMap((statement) => nodesAt(statement, "declarations"));
  const found = declarators.find((each) => nameOf(nodeAt(each, "id")) === name);
  return found && nodeAt(found, "init");
}

/** Names that are called, or taken a member of, or read. */
function usesIn(node: Node): Node[] {
  if (node.type === "Identifier") return [node];
  if (node.type === "VariableDeclarator") return childrenOf(node).slice(1).flatMap(usesIn);
  return childrenOf(node).flatMap(usesIn);
}
