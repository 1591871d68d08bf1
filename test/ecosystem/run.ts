import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startVitest, type TestModule } from "vitest/node";
import { install } from "./install.ts";
import { PROJECT } from "./server.ts";
import { page, rowsOf, summary } from "./table.ts";

// Words filter the test files; `--document` writes the page instead of comparing it.
const filters = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const PAGE = join(PROJECT, "../../docs/ecosystem.md");

async function run(build: boolean): Promise<TestModule[]> {
  process.env.ECOSYSTEM_BUILD = build ? "1" : "";
  const config = join(PROJECT, "vitest.config.ts");
  const vitest = await startVitest("test", filters, { config, watch: false });
  const modules = vitest.state.getTestModules();
  if (modules.length === 0) throw new Error("No test has run.");
  await vitest.close();
  return modules;
}

/** The tests are no part of the repository's own program: their packages may not be installed. */
function checkTypes(): void {
  const tsc = join(PROJECT, "../../node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", PROJECT], { stdio: "inherit" });
}

install();
if (filters.length === 0) checkTypes();
const modules = await run(false);
// Next has built its copy already.
if (!process.env.ECOSYSTEM_NEXT) modules.push(...(await run(true)));
const rows = rowsOf(modules);
console.log(summary(rows));
if (rows.some(({ failed }) => failed.length > 0)) process.exitCode = 1;

if (filters.length === 0 && !process.env.ECOSYSTEM_NEXT) {
  const wanted = page(rows);
  if (process.argv.includes("--document")) {
    writeFileSync(PAGE, wanted);
  } else if (readFileSync(PAGE, "utf8") !== wanted) {
    console.error("docs/ecosystem.md is out of date. Run: npm run ecosystem:document");
    process.exitCode = 1;
  }
}
