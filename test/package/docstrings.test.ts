import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Where editors look: the declarations that ship, and the types in them. */
const DECLARATIONS: readonly (readonly [file: string, names: readonly string[]])[] = [
  ["stand-ins/next/api.d.ts", ["NextApiRequest", "NextApiResponse"]],
  ["api/request.d.ts", ["ApiRequest"]],
  ["api/response.d.ts", ["ApiResponse"]],
  ["app/options.d.ts", ["Options"]],
  ["app/server.d.ts", ["ServerOptions", "ApiServer"]],
  ["lifecycle/limits.d.ts", ["Limits"]],
  ["lifecycle/shutdown.d.ts", ["ShutdownOptions"]],
  ["lifecycle/hooks.d.ts", ["LifecycleOptions"]],
  ["observe/options.d.ts", ["LogOptions"]],
  ["vite/plugin-options.d.ts", ["PluginOptions"]],
];

/** Node's own, which says in its types what they are. */
const NODES = new Set(["constructor", "push", "_destroy"]);

/** Members whose line before is no docstring; of several overloads in a row the first may have it. */
function bareMembers(text: string, name: string): string[] {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => new RegExp(`(?:interface|class|type) ${name}\\b`).test(line));
  if (from < 0) throw new Error(`There is no ${name}`);
  const bare: string[] = [];
  for (let index = from + 1; !(lines[index] ?? "}").startsWith("}"); index += 1) {
    const [, member] = /^ {4}(?:readonly |get |private )*(\w+)[?(:<]/.exec(lines[index]!) ?? [];
    if (member === undefined || NODES.has(member) || lines[index]!.includes("private")) continue;
    const before = lines[index - 1]!.trim();
    if (!before.endsWith("*/") && !before.startsWith(`${member}(`)) bare.push(`${name}.${member}`);
  }
  return bare;
}

describe("an editor shows what it is", () => {
  it.each(DECLARATIONS)("of each member in %s", (file, names) => {
    const text = readFileSync(new URL(`../../dist/${file}`, import.meta.url), "utf8");
    expect(names.flatMap((name) => bareMembers(text, name))).toEqual([]);
  });
});
