import { RouteError } from "../error.ts";
import { findInstrumentation } from "../routes/companions.ts";
import { realPath } from "../compile/source.ts";
import type { Spot } from "../syntax/static.ts";
import { lookAtConventions, type ProjectChoice } from "../conventions/index.ts";
import { ConfigError, readStaticConfig, type StaticExports } from "./config.ts";
import { type CheckedFile, checkedFile, type Finding } from "./finding.ts";
import { readNextConfig } from "./next-config.ts";
import { projectFindings } from "./project.ts";
import { survey, type Surveyed } from "./survey.ts";
import { checkTree } from "./tree.ts";
import { MEMBERS, usageFindings } from "./usage.ts";

/**
 * Tells of every route file whether it can be served here, and of the files beside them what is not served yet.
 * No line of the project is run.
 *
 * @param project the folder, absolute
 * @param choice conventions and extensions, where they are not what the files show
 * @returns the routes in matching order, then those whose names are wrong, then other files
 * @throws RouteError NO_PAGES
 */
export async function checkProject(project: string, choice: ProjectChoice = {}): Promise<CheckedFile[]> {
  const dir = realPath(project);
  const { pageExtensions } = choice;
  const { conventions, companions } = await lookAtConventions(dir, choice);
  const [{ router, findings: names }, config, others] = await Promise.all([
    checkTree(dir, conventions),
    readNextConfig(dir, pageExtensions === undefined ? [] : ["pageExtensions"]),
    projectFindings(dir, companions, pageExtensions),
  ]);
  const routes = [...router.routes, ...router.shadowed.map(([hidden]) => hidden)];
  const files = routes.map(({ file }) => file);
  const first = findInstrumentation(dir, files[0] ?? "", pageExtensions ?? []);
  const beside = first === undefined ? companions : [first, ...companions];
  const surveyed = await survey(dir, [...files, ...beside], [...MEMBERS, ...config.env]);
  const checked = await Promise.all(
    routes.map(async ({ file, pattern }) => {
      const found = await routeFindings(dir, file, surveyed.get(file)!, config.env);
      return checkedFile(file, pattern, [...(names.get(file) ?? []), ...found]);
    }),
  );
  const misnamed = [...names].filter(([file]) => !files.includes(file));
  return [
    ...checked,
    ...misnamed.map(([file, findings]) => checkedFile(file, null, findings)),
    ...byFile([
      ...beside.flatMap((file) => programFindings(dir, file, surveyed.get(file)!, config.env)),
      ...config.findings,
      ...others,
    ]),
  ];
}

async function routeFindings(
  dir: string,
  file: string,
  surveyed: Surveyed,
  env: readonly string[],
): Promise<Finding[]> {
  const findings = programFindings(dir, file, surveyed, env);
  if (!isWhole(file, surveyed)) return findings;
  if (!surveyed.hasHandler) {
    const message =
      "It exports no function by default, and answers 500, as in Next. Write `export default function " +
      "handler(req, res) { … }`, or move the file out of pages/api.";
    findings.push({ level: "attention", rule: "default-export", file, line: 1, column: 1, message });
  }
  return [...findings, ...(await configFindings(dir, file, surveyed))];
}

/** What there is to say of any file that is run here, with all that it imports. */
function programFindings(dir: string, file: string, surveyed: Surveyed, env: readonly string[]): Finding[] {
  const findings: Finding[] = surveyed.problems.map(({ file: at, line, column, message }) => ({
    level: "unsupported",
    rule: "compile",
    file: at,
    line,
    column,
    message,
  }));
  return isWhole(file, surveyed) ? [...findings, ...usageFindings(dir, file, surveyed, env)] : findings;
}

/** What is left of a file that does not compile is not what it will be. */
function isWhole(file: string, { problems }: Surveyed): boolean {
  return !problems.some((problem) => problem.file === file && problem.broken);
}

async function configFindings(dir: string, file: string, surveyed: Surveyed): Promise<Finding[]> {
  try {
    return optionFindings(file, (await readStaticConfig(dir, file, surveyed)).exports);
  } catch (error) {
    if (error instanceof ConfigError) {
      const { spot, reason: message } = error;
      return [{ level: "unsupported", rule: "config", ...spot, message }];
    }
    if (!(error instanceof RouteError)) throw error;
    return [{ level: "unsupported", rule: "compile", file, line: 1, column: 1, message: error.message }];
  }
}

/** Exports that the server does not look at, or that only it can tell. */
function optionFindings(file: string, exports: StaticExports): Finding[] {
  const findings: Finding[] = [];
  const unknown = (["config", "runtime", "maxDuration"] as const).filter(
    (name) => exports.get(name)?.kind === "dynamic",
  );
  if (unknown.length > 0) {
    const message =
      `Only the running program knows ${unknown.map((name) => `\`${name}\``).join(", ")}, so it is not checked. ` +
      "Write it as a literal in this file, as Next wants it.";
    findings.push({ level: "attention", rule: "config", file, line: 1, column: 1, message });
  }
  const ignored = (name: string, spot: Spot): void => {
    const message = `\`${name}\` does nothing here: it is for hosts that run each route by itself.`;
    findings.push({ level: "attention", rule: "ignored-option", ...spot, message });
  };
  const region = exports.get("preferredRegion");
  if (region?.kind === "static") ignored("preferredRegion", region.place());
  const config = exports.get("config");
  if (config?.kind === "static" && Object.hasOwn(config.value as object, "regions"))
    ignored("regions", config.place("regions"));
  return findings;
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
