import { type PackageFault, packageFaults } from "../compile/dependencies.ts";
import { packageManagerOf } from "../compile/uninstalled.ts";
import { holdCompiler } from "../compile/service.ts";
import { tsconfigMistakes } from "../compile/tsconfig-mistakes.ts";
import { realPath } from "../compile/source.ts";
import { lookAtConventions, openStartup, type ProjectChoice } from "../conventions/index.ts";
import { join } from "node:path";
import type { Message } from "esbuild";
import type { ClaimedRoute } from "../convention.ts";
import { type CheckedFile, checkedFile, type Finding } from "./finding.ts";
import { SourceCheck } from "./routes.ts";
import { spotOf } from "./gaps.ts";
import { shareFindings } from "./shared.ts";
import { survey } from "./survey.ts";
import { checkTree } from "./tree.ts";

/**
 * Reports of every route file whether it can be served here, and of the files beside them what is not served yet.
 * No line of the routes is run; next.config is.
 *
 * @param project the folder, absolute
 * @param choice conventions and extensions, where they are not what the files show
 * @returns the routes in matching order, then those whose names are wrong, then other files
 * @throws RouteError NO_PAGES; ROUTE_COMPILE for a tsconfig.json that cannot be parsed
 */
export async function checkProject(project: string, choice: ProjectChoice = {}): Promise<CheckedFile[]> {
  // For all of it: parts of it would end the compiler's process while others work with it.
  const release = holdCompiler();
  try {
    return await checkFiles(realPath(project), choice);
  } finally {
    await release();
  }
}

async function checkFiles(dir: string, choice: ProjectChoice): Promise<CheckedFile[]> {
  const { conventions, companions, compile, notes = [] } = await lookAtConventions(dir, choice);
  const { error, missing } = await tsconfigMistakes(dir, compile?.tsconfig);
  if (error !== undefined) throw error;
  const { router, findings: names } = await checkTree(dir, conventions);
  const routes = [...router.routes, ...router.shadowed.map(([hidden]) => hidden)];
  const isProgram = ({ convention, file }: ClaimedRoute): boolean => convention.isData?.(file) !== true;
  const files = routes.filter(isProgram).map(({ file }) => file);
  const first = openStartup({ dir, pageExtensions: choice.pageExtensions }, console).find(files);
  const beside = [...(first === undefined ? [] : [first]), ...companions];
  const programs = [...files, ...beside];
  const surveyed = await survey(
    dir,
    programs.map((file) => realPath(join(dir, file))),
    compile,
  );
  const sources = new SourceCheck(dir, surveyed);
  await sources.open(files);
  const checked: { file: string; pattern: string | null; findings: Finding[] }[] = [];
  for (const route of routes) {
    const { file, pattern } = route;
    // oxlint-disable-next-line no-await-in-loop -- what routes share is read once
    const found = await sources.routeFindings(route);
    checked.push({ file, pattern, findings: [...(names.get(file) ?? []), ...found] });
  }
  const ofCompanions = beside.map((file) => sources.companionFindings(file, conventions));
  const misnamed = [...names].filter(([file]) => !files.includes(file));
  return [
    ...shareFindings(checked),
    ...misnamed.map(([file, findings]) => checkedFile(file, null, findings)),
    ...byFile([
      ...(await Promise.all(ofCompanions)).flat(),
      ...notes.map(({ key: _key, ...note }) => ({ line: 1, column: 1, ...note })),
      // Conventions of one framework share them.
      ...[...new Set(conventions.flatMap(({ remarks = [] }) => remarks))].map((remark) => ({
        ...remark,
        line: 1,
        column: 1,
      })),
      ...(missing === undefined ? [] : [extendsFinding(missing)]),
      ...uninstalledFindings(dir, surveyed.uninstalled),
      ...faultFindings(await packageFaults(surveyed.packages)),
    ]),
  ];
}

function extendsFinding(missing: Message): Finding {
  const message =
    "It extends a file that does not exist: its options, such as `paths`, are missing. Correct the path.";
  return { level: "attention", rule: "tsconfig", ...spotOf(missing), message };
}

const LISTED = 8;

/** One line for all that is not installed, so that it does not hide the rest. */
function uninstalledFindings(dir: string, packages: ReadonlySet<string>): Finding[] {
  if (packages.size === 0) return [];
  const names = [...packages].toSorted();
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
  const list = names.slice(0, LISTED).join(", ");
  const message = `Dependencies are not installed: ${list}${more}. Run: ${packageManagerOf(dir).install}`;
  return [{ level: "unsupported", rule: "dependencies", file: "package.json", line: 1, column: 1, message }];
}

function faultFindings(faults: readonly PackageFault[]): Finding[] {
  return faults.map(({ text }) => ({
    level: "unsupported",
    rule: "dependencies",
    file: "package.json",
    line: 1,
    column: 1,
    message: text,
  }));
}

function byFile(findings: readonly Finding[]): CheckedFile[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  return files.map((file) =>
    checkedFile(
      file,
      null,
      findings.filter((finding) => finding.file === file),
    ),
  );
}
