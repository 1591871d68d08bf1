import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isSafe } from "redos-detector";
import { expect, it } from "vitest";
import { parseSync, Visitor } from "vite";

const SRC = fileURLToPath(new URL("../../src/", import.meta.url));

/**
 * Files with expressions that backtrack more the longer their text is, and what that text is: written by the project's
 * author, who alone waits for it. No client's text may ever meet one.
 */
const BOUNDED: Readonly<Record<string, string>> = {
  "check/config.ts": "the message of a RouteError",
  "check/members.ts": "a line of a program, as the compiler prints it",
  "check/next-config.ts": "one option of next.config, as the compiler prints it",
  "check/usage.ts": "a name in a program",
  "check/web.ts": "a route file",
  "cli/build.ts": "a route file",
  "load/alias.ts": "a source",
  "load/assertion.ts": "a source",
  "load/import.ts": "what a module throws while it is loaded",
  "load/literal.ts": "one exported value of a route file, as the compiler prints it",
  "load/lookup.ts": "a source",
  "load/metadata.ts": "a source, and tsconfig.json",
  "load/modules.ts": "a compiled module",
  "load/output.ts": "the path of a source",
  "load/outputs.ts": "the name of a compiled file",
  "load/resolve.ts": "a source",
  "load/static.ts": "tsconfig.json",
  "load/trace.ts": "the first line of a compiled module",
  "load/tsconfig.ts": "tsconfig.json, and what it extends",
  "vite/environment.ts": "the path of a source",
  "vite/serve.ts": "the path of a file that has changed",
};

/** How often an expression may go back. A bounded repetition counts, too. */
const STRICT = { maxScore: 20 };

/** What a project is compiled, checked and started with. */
const OF_THE_PROJECT = /^(?:check|cli|load|vite)\//;

interface Found {
  readonly file: string;
  readonly text: string;
  readonly value: RegExp;
}

/** Every regular expression that is written in `src`, and the files in which others are put together. */
function findAll(): { literals: Found[]; composing: Set<string> } {
  const literals: Found[] = [];
  const composing = new Set<string>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const { program, errors } = parseSync(file, readFileSync(SRC + file, "utf8"));
    expect(errors).toEqual([]);
    const note = ({ callee }: { callee: object }): void => {
      if ("name" in callee && callee.name === "RegExp") composing.add(file);
    };
    new Visitor({
      Literal(node) {
        if (!("regex" in node)) return;
        const { pattern, flags } = node.regex;
        literals.push({ file, text: `${file} /${pattern}/${flags}`, value: new RegExp(pattern, flags) });
      },
      NewExpression: note,
      CallExpression: note,
    }).visit(program);
  }
  return { literals, composing };
}

/** Without a repetition there is nothing that could grow with the text. */
function repeats({ source }: RegExp): boolean {
  return /[*+{]/.test(source.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, "x"));
}

const { literals, composing } = findAll();

it("finds the regular expressions of src", () => {
  expect(literals.length).toBeGreaterThan(80);
  expect(literals.map(({ text }) => text)).toContain("http/id.ts /^[!-~]{1,128}$/");
});

it("backtracks no more than a constant number of times, or has a text that no client writes", () => {
  const unsafe = literals.filter(({ value }) => repeats(value) && !isSafe(value, STRICT).safe);
  expect(unsafe.filter(({ file }) => !OF_THE_PROJECT.test(file))).toEqual([]);
  const unknown = unsafe.filter(({ file }) => !(file in BOUNDED)).map(({ text }) => text);
  expect(unknown, "make it safe, or say in BOUNDED what it is matched against").toEqual([]);
}, 60_000);

it("puts expressions together at run time only for a project's files", () => {
  expect(composing.size).toBeGreaterThan(0);
  for (const file of composing) expect(file).toMatch(OF_THE_PROJECT);
});

it("would see one that is dangerous", () => {
  for (const value of [/^(a+)+$/, /\s+$/, /(?:^|,)\s*no-transform\s*(?:,|$)/i, /^(.*):(.*):(.*)$/]) {
    expect(isSafe(value, STRICT).safe, String(value)).toBe(false);
  }
});
