import { type CheckedFile, type Finding, STATUSES, type Status } from "../check/finding.ts";
import { checkProject } from "../check/index.ts";
import { visible } from "../observe/visible.ts";
import type { Command } from "./command.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { paint, table, wrap } from "./terminal.ts";

const STYLES = { ok: "green", "needs attention": "yellow", unsupported: "red" } as const;

/** What `pages-api check --json` prints. */
export interface CheckReport {
  readonly summary: Readonly<Record<Status, number>>;
  readonly files: readonly CheckedFile[];
}

export const check: Command = {
  summary: "Reports which route files run here, and what to change in the others",
  options: {
    ...PROJECT_OPTIONS,
    json: { type: "boolean", help: "print { summary, files: [{ file, pattern, status, findings }] }" },
  },
  async run(dir, values) {
    const { json } = values;
    const files = await checkProject(dir, choiceOf(values));
    const counts = STATUSES.map((status) => [status, files.filter((file) => file.status === status).length]);
    const summary = Object.fromEntries(counts) as CheckReport["summary"];
    if (json === true) console.log(JSON.stringify({ summary, files }, undefined, 2));
    else console.log(textOf(files, summary));
    return summary.unsupported > 0 ? 1 : 0;
  },
};

/** The worst comes last, next to the summary and the prompt. */
function textOf(files: readonly CheckedFile[], summary: CheckReport["summary"]): string {
  const parts: string[] = [];
  for (const status of STATUSES) {
    const members = files.filter((file) => file.status === status);
    if (members.length === 0) continue;
    const title = paint(["bold", STYLES[status]], status);
    const rows = members.map(({ file, pattern }) => [
      visible(pattern ?? file),
      pattern ? paint("dim", visible(file)) : "",
    ]);
    const lines = table(rows).split("\n");
    const blocks = members.map((member, index) => [lines[index], ...findingLines(member)]);
    parts.push([title, ...blocks.flat()].join("\n"));
  }
  const { ok, unsupported } = summary;
  const counts = [
    paint("green", `${ok} ok`),
    paint("yellow", `${summary["needs attention"]} need attention`),
    paint("red", `${unsupported} unsupported`),
  ];
  return [...parts, counts.join(", "), paint("dim", nextStep(summary))].join("\n\n");
}

function nextStep({ unsupported, "needs attention": attention }: CheckReport["summary"]): string {
  if (unsupported > 0) return "Next: change what is unsupported, and run pages-api check again.";
  if (attention > 0) return "Next: read what needs attention, then run pages-api dev.";
  return "Next: pages-api dev";
}

/** Findings of one kind share their text. */
function findingLines({ findings, shared = [] }: CheckedFile): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.file} ${finding.message}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const lines = [...groups.values()].flatMap((group) => {
    const { file, level, message, routes } = group[0]!;
    const places = group.map(({ line, column }) => `${line}:${column}`).join(", ");
    const count = routes === undefined ? "" : paint("dim", ` (${routes} routes)`);
    const head = `    ${paint(level === "unsupported" ? "red" : "yellow", `${visible(file)}:${places}`)}${count}`;
    return [head, wrap(message.split("\n").map(visible).join("\n"), "      ")];
  });
  const others = shared.map((file) => paint("dim", `    see ${visible(file)}`));
  return [...lines, ...others];
}
