import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = new URL("../..", import.meta.url).pathname;
const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
const CONVENTIONS = ["astro", "expo", "next", "pages-api", "route-handlers"];

/** `cache` is a room, `error` a file, `conventions/*` one room for each convention. */
function placesOf(name: string): string[] {
  if (name === "conventions/*") return CONVENTIONS.map((each) => `src/conventions/${each}/probe.ts`);
  const isFile = ["error", "convention", "observe/logger"].includes(name);
  return [isFile ? `src/${name}.ts` : `src/${name}/probe.ts`];
}

/** What the arrows of the document do not let import: each place, and the places that are out of its reach. */
function refusedByArrows(): Map<string, Set<string>> {
  const refused = new Map<string, Set<string>>();
  const refuse = (from: string, to: string): void => {
    for (const place of placesOf(from)) {
      const known = refused.get(place) ?? new Set();
      for (const other of placesOf(to)) known.add(other);
      refused.set(place, known);
    }
  };
  const block = text.slice(text.indexOf("```\nerror, ") + 4);
  const chains = block
    .slice(0, block.indexOf("```"))
    .trim()
    .split(/\n|(?<=\w) {4,}(?=\w)/);
  for (const chain of chains) {
    const steps = chain.split("<-").map((step) => step.trim().split(/ \| |, /));
    for (const [index, step] of steps.entries()) {
      const above = steps.slice(index + 1).flat();
      for (const from of step) for (const to of above) refuse(from, to);
      if (!chain.includes(`${step[0]} | ${step[1]}`)) continue;
      for (const from of step) for (const to of step) if (from !== to) refuse(from, to);
    }
  }
  return refused;
}

/** How many imports the linter refuses in each of these files, by their places in the repository. */
function refusals(files: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-arrows-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(join(root, ".oxlintrc.json"), join(dir, ".oxlintrc.json"));
  for (const [file, specifiers] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), specifiers.map((each) => `import "${each}";\n`).join(""));
  }
  const found = new Map<string, string[]>();
  for (const { filename, code, labels } of lint(dir)) {
    if (!code.includes("no-restricted-imports")) continue;
    const specifier = files.get(filename)![labels[0]!.span.line - 1]!;
    found.set(filename, [...(found.get(filename) ?? []), specifier].toSorted());
  }
  return found;
}

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

function lint(dir: string): readonly Diagnostic[] {
  const program = join(root, "node_modules/.bin/oxlint");
  try {
    execFileSync(program, ["-f", "json"], { cwd: dir, encoding: "utf8" });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics;
  }
}

function specifierOf(from: string, to: string): string {
  const path = relative(dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

it("the linter refuses what the arrows of the document do not let import", () => {
  const files = new Map(
    [...refusedByArrows()].map(([from, others]) => [
      from,
      [...others].map((to) => specifierOf(from, to)).toSorted(),
    ]),
  );
  expect([...files.values()].flat().length).toBeGreaterThan(100);
  expect(refusals(files)).toEqual(files);
});

it("conventions are reached through their index, and know no other one", () => {
  const files = new Map<string, string[]>();
  for (const room of ["app", "check", "cli", "cluster", "init", "testing", "vite"])
    files.set(
      `src/${room}/probe.ts`,
      CONVENTIONS.map((each) => `../conventions/${each}/index.ts`),
    );
  for (const from of CONVENTIONS) {
    const isNexts = from === "pages-api" || from === "route-handlers";
    const others = CONVENTIONS.filter((to) => to !== from && !(isNexts && to === "next"));
    files.set(
      `src/conventions/${from}/probe.ts`,
      others.map((to) => `../${to}/index.ts`),
    );
  }
  expect(refusals(files)).toEqual(files);
});

it("the pipeline reads no file", () => {
  const files = new Map([["src/pipeline/probe.ts", ["node:fs", "node:fs/promises"]]]);
  expect(refusals(files)).toEqual(files);
});

it("what is imported when it is needed follows the arrows too", () => {
  const files = new Map<string, string[]>();
  for (const name of readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const source = readFileSync(join(root, "src", name), "utf8");
    const specifiers = [...source.matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, specifier]) => specifier!);
    if (specifiers.length > 0) files.set(join("src", name), specifiers);
  }
  expect(files.size).toBeGreaterThan(8);
  expect(refusals(files)).toEqual(new Map());
});
