import { parse } from "acorn";
import { MagicString } from "magic-string";

/**
 * Requires Node's own modules, instead of importing them: an import evaluates every getter of theirs, and so loads what
 * nobody asks for. That of `node:http` loads all of `fetch` (Node 22 and later, 60 ms of CPU), that of `node:crypto`
 * WebCrypto. Programs that patch modules, such as those of OpenTelemetry, see a `require` too.
 */
export function withRequired(code: string): string {
  const output = new MagicString(code);
  const lines: string[] = [];
  for (const node of parse(code, { ecmaVersion: "latest", sourceType: "module" }).body) {
    if (node.type !== "ImportDeclaration") continue;
    const from = String(node.source.value);
    if (!from.startsWith("node:") || from === "node:module") continue;
    const required = `requireOfNode(${JSON.stringify(from)})`;
    const names: string[] = [];
    for (const specifier of node.specifiers) {
      const { name } = specifier.local;
      if (specifier.type !== "ImportSpecifier") lines.push(`const ${name} = ${required};`);
      else if (specifier.imported.type !== "Identifier") throw new Error(`${from} has an odd name.`);
      else names.push(specifier.imported.name === name ? name : `${specifier.imported.name}: ${name}`);
    }
    if (names.length > 0) lines.push(`const { ${names.join(", ")} } = ${required};`);
    output.remove(node.start, node.end);
  }
  if (lines.length === 0) return code;
  const head = [
    'import { createRequire as createRequireOfNode } from "node:module";',
    "const requireOfNode = createRequireOfNode(import.meta.url);",
    ...lines,
  ];
  return withHead(output.toString(), `${head.join("\n")}\n`);
}

/** Behind the line that makes a file a program. */
function withHead(code: string, head: string): string {
  const start = code.startsWith("#!") ? code.indexOf("\n") + 1 : 0;
  return code.slice(0, start) + head + code.slice(start);
}
