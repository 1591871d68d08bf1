import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestModule } from "vitest/node";
import { REMARKS } from "./remarks.ts";
import { PROJECT } from "./server.ts";

/** One line of the table: packages that are tested together, and what became of it. */
export interface Row {
  readonly packages: readonly string[];
  readonly exercised: string[];
  readonly failed: string[];
  readonly remark: string;
}

const FOLDERS = ["node_modules", "aliased/node_modules", "guarded/node_modules", "../../packages"];

/** Each outermost `describe` is a line: it is called by the packages, and its tests tell what was exercised. */
export function rowsOf(modules: readonly TestModule[]): Row[] {
  const rows = new Map<string, Row>();
  // Vitest runs files in an order that differs between machines.
  const sorted = modules.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
  for (const test of sorted.flatMap((module) => [...module.children.allTests()])) {
    const [suite = ""] = test.fullName.split(" > ");
    const packages = suite.split(", ").map((name) => versioned(name));
    const row = rows.get(suite) ?? { packages, exercised: [], failed: [], remark: REMARKS[suite] ?? "" };
    rows.set(suite, row);
    if (!row.exercised.includes(test.name)) row.exercised.push(test.name);
    if (test.result().state !== "passed" && !row.failed.includes(test.name)) row.failed.push(test.name);
  }
  return [...rows.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function key({ packages: [first = ""] }: Row): string {
  return first.replace("@", "").toLowerCase();
}

function versioned(name: string): string {
  const file = FOLDERS.map((folder) => join(PROJECT, folder, name, "package.json")).find((path) =>
    existsSync(path),
  );
  if (file === undefined)
    throw new Error(`No package ${name} is installed: a describe is called by its packages.`);
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string };
  return `${manifest.name} ${manifest.version}`;
}

/** The page that the documentation has of these results. */
export function page(rows: readonly Row[]): string {
  const lines = rows.map(({ packages, exercised, failed, remark }) => {
    const result = failed.length === 0 ? "works" : `**fails**: ${failed.join("; ")}`;
    return `| ${packages.join("<br>")} | ${exercised.join("; ")} | ${result} | ${remark} |`;
  });
  return `# Packages that run here

Each is used by an API route in \`test/ecosystem/pages/api\` or a Route Handler in \`test/ecosystem/handlers/app\`,
written as for Next, and served by \`createServer({ dir })\` in a process of its own, without \`next\` installed; the
tests ask over HTTP, once with the route files compiled at start and once with the output of \`pages-api build\`. Nothing
is reached outside of the machine: services are tested up to it.

\`npm run test:ecosystem\` runs them, and checks this page, which \`npm run ecosystem:document\` writes.

| package | exercised | result | remark |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
}

/** The same, short, for a terminal. */
export function summary(rows: readonly Row[]): string {
  const lines = rows.map(({ packages, exercised, failed }) => {
    const result = failed.length === 0 ? "works" : `FAILS: ${failed.join("; ")}`;
    return `  ${packages.join(", ").padEnd(68)} ${String(exercised.length).padStart(2)} tests  ${result}`;
  });
  const passed = rows.filter(({ failed }) => failed.length === 0).length;
  return `${lines.join("\n")}\necosystem: ${passed}/${rows.length}`;
}
