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
  "check/routes.ts": "a source",
  "cli/arguments.ts": "an option of the command line",
  "compile/diagnostic.ts": "a message of the compiler",
  "compile/metadata.ts": "a source, and tsconfig.json",
  "compile/prepare.ts": "a source",
  "compile/output-folder.ts": "the name of a compiled file",
  "compile/output-names.ts": "the path of a source",
  "conventions/astro/claim.ts": "the name of a file",
  "conventions/astro/config.ts": "an option of astro.config",
  "conventions/astro/static-path.ts": "the name of a file",
  "conventions/expo/claim.ts": "the name of a file",
  "conventions/expo/rules.ts": "a rule of the app config",
  "conventions/expo/site-pages.ts": "a page of the export",
  "conventions/expo/site.ts": "the name of a file that is there",
  "conventions/route-handlers/cached-calls.ts": "the path of a source",
  "http/allowed-hosts.ts": "a Host header: one look at its end for each colon",
  "observe/visible.ts": "the name of a file",
  "project/import.ts": "what a module throws while it is loaded",
  "rules/conditions.ts": "a condition of next.config",
  "rules/destination.ts": "a destination of next.config",
  "stand-ins/next/cache.ts": "a path that a route names",
  "syntax/references.ts": "a folder that a source names",
  "vite/environment.ts": "the path of a source",
};

/** How often an expression may go back. A bounded repetition counts, too. */
const STRICT = { maxScore: 20 };

/** Where expressions are put together from a project's own files and configs. */
const OF_THE_PROJECT =
  /^(?:check|cli|compile|project|vite|rules)\/|^conventions\/(?:next\/rule-faults|expo\/site-pages)\.ts$/;

interface Found {
  readonly file: string;
  readonly text: string;
  readonly value: RegExp;
}

/** Every regular expression that is written in `src`, and the files in which others are put together. */
function expectParsed(): { literals: Found[]; composing: Set<string> } {
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

/** Expressions that backtrack: all of a file that is to have none, and the first of one that is excused, since each takes long. */
function findUnsafe(): Found[] {
  const found: Found[] = [];
  const excused = new Set<string>();
  for (const literal of literals) {
    const { file, value } = literal;
    if (!repeats(value) || excused.has(file) || isSafe(value, STRICT).safe) continue;
    found.push(literal);
    if (file in BOUNDED) excused.add(file);
  }
  return found;
}

const { literals, composing } = expectParsed();
const unsafe = findUnsafe();

it("finds the regular expressions of src", () => {
  expect(literals.length).toBeGreaterThan(80);
  expect(literals.map(({ text }) => text)).toContain("observe/request-id.ts /^[!-~]{1,128}$/");
});

it("backtracks no more than a constant number of times, or has a text that no client writes", () => {
  const met = unsafe.filter(({ file }) => !(file in BOUNDED));
  expect(
    met.map(({ text }) => text),
    "make it safe, or say in BOUNDED what it is matched against",
  ).toEqual([]);
});

it("puts expressions together at run time only for a project's files", () => {
  expect(composing.size).toBeGreaterThan(0);
  for (const file of composing) expect(file).toMatch(OF_THE_PROJECT);
});

it("would see one that is dangerous", () => {
  for (const value of [/^(a+)+$/, /\s+$/, /(?:^|,)\s*no-transform\s*(?:,|$)/i, /^(.*):(.*):(.*)$/]) {
    expect(isSafe(value, STRICT).safe, String(value)).toBe(false);
  }
});

it("excuses no file that needs no excuse", () => {
  const files = new Set(unsafe.map(({ file }) => file));
  expect(Object.keys(BOUNDED).filter((file) => !files.has(file))).toEqual([]);
});
