import { readFileSync, writeFileSync } from "node:fs";
import { sections } from "./requests/index.ts";

const FILE = new URL("../../docs/compatibility.md", import.meta.url);
const START = "<!-- made from test/parity by `npm run parity:document`; do not edit -->";
const END = "<!-- end -->";

/** The page as it stands, and as it should, with the recorded rows counted and their reasons listed. */
export function compatibilityPage(): { present: string; wanted: string } {
  const present = readFileSync(FILE, "utf8");
  const [before, rest] = split(present, START);
  const [, after] = split(rest, END);
  return { present, wanted: `${before}${START}\n${recorded()}${END}${after}` };
}

function split(text: string, mark: string): [before: string, after: string] {
  const index = text.indexOf(mark);
  if (index < 0) throw new Error(`docs/compatibility.md has lost the line ${mark}`);
  return [text.slice(0, index), text.slice(index + mark.length)];
}

function recorded(): string {
  const rows = sections.flatMap((section) => section.rows);
  const better = rows.filter(({ differs }) => differs !== undefined).length;
  const lines = [
    "",
    `${rows.length} requests are recorded: ${rows.length - better} are answered as Next answers them, ${better} different on purpose.`,
    "",
    "| requests about | same | different on purpose |",
    "| --- | --- | --- |",
  ];
  for (const section of sections) {
    const reasons = new Map<string, number>();
    for (const { differs } of section.rows)
      if (differs) reasons.set(differs, (reasons.get(differs) ?? 0) + 1);
    const same = section.rows.filter(({ differs }) => differs === undefined).length;
    const told = [...reasons].map(([reason, count]) => `${reason} (${count})`).join("; ");
    lines.push(`| ${section.title} | ${same} | ${told.replaceAll("|", "\\|")} |`);
  }
  return `${lines.join("\n")}\n\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(FILE, compatibilityPage().wanted);
