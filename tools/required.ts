import { parse } from "acorn";
import { MagicString } from "magic-string";

/** Packages of CommonJS alone. To import one, Node reads it twice, and looks for its names with a parser of its own. */
const SCRIPTS = new Set(["@edge-runtime/cookies", "bytes", "content-type", "cookie", "qs", "raw-body"]);

/**
 * Requires scripts, and Node's own modules, instead of importing them: an import of those evaluates every getter, and so
 * loads what nobody asks for. That of `node:http` loads all of `fetch` (Node 22 and later, 60 ms of CPU), that of
 * `node:crypto` WebCrypto. Programs that patch modules, such as those of OpenTelemetry, see a `require` too.
 *
 * @param scripts - whether packages are required too: not where a compiler may join the code with a project's
 */
export function withRequired(code: string, scripts: boolean): string {
  const output = new MagicString(code);
  const lines: string[] = [];
  for (const node of parse(code, { ecmaVersion: "latest", sourceType: "module" }).body) {
    if (node.type !== "ImportDeclaration") continue;
    const from = String(node.source.value);
    if (!(scripts && SCRIPTS.has(from)) && (!from.startsWith("node:") || from === "node:module")) continue;
    const required = `requireScript(${JSON.stringify(from)})`;
    const names: string[] = [];
    for (const specifier of node.specifiers) {
      const { name } = specifier.local;
      if (specifier.type !== "ImportSpecifier") lines.push(`const ${name} = ${required};`);
      else if (specifier.imported.type !== "Identifier") throw new Error(`${from} is imported by a text.`);
      else names.push(specifier.imported.name === name ? name : `${specifier.imported.name}: ${name}`);
    }
    if (names.length > 0) lines.push(`const { ${names.join(", ")} } = ${required};`);
    output.remove(node.start, node.end);
  }
  if (lines.length === 0) return code;
  const head = [
    'import { createRequire as createRequireOfModule } from "node:module";',
    "const requireScript = createRequireOfModule(import.meta.url);",
    ...lines,
  ];
  return withHead(output.toString(), `${head.join("\n")}\n`);
}

/** Behind the line that makes a file a program. */
function withHead(code: string, head: string): string {
  const start = code.startsWith("#!") ? code.indexOf("\n") + 1 : 0;
  return code.slice(0, start) + head + code.slice(start);
}
