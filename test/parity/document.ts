/*
 * Writes the recorded part of the compatibility pages: how many requests are answered as the framework answers them, and
 * why the others are not. `npm run parity:document`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { apps as astro } from "./astro/rows.ts";
import { buildSections } from "./astro/trees/sections.ts";
import { projects as config } from "./config/projects.ts";
import { apps as expo } from "./expo/apps.ts";
import { all as handlers } from "./handlers/requests/index.ts";
import { apps as middleware } from "./middleware/apps.ts";
import { sections as pagesApi } from "./requests/index.ts";
import type { Section } from "./row.ts";

const START = "<!-- made from test/parity by `npm run parity:document`; do not edit -->";
const END = "<!-- end -->";

interface Recorded {
  /** The page below docs/compatibility. */
  readonly name: string;
  readonly title: string;
  readonly framework: string;
  /** Where its recordings are, below test/parity; the first names the version. */
  readonly recording: string;
  readonly sections: readonly Section[];
}

const RECORDED: readonly Recorded[] = [
  {
    name: "pages-api",
    title: "Next.js API Routes",
    framework: "Next.js",
    recording: "recorded.json",
    sections: pagesApi,
  },
  {
    name: "route-handlers",
    title: "Next.js Route Handlers, edge routes",
    framework: "Next.js",
    recording: "handlers/recorded.json",
    sections: handlers,
  },
  {
    name: "next-config",
    title: "next.config",
    framework: "Next.js",
    recording: "config/recorded/rules.json",
    sections: config.flatMap(({ sections }) => sections),
  },
  {
    name: "middleware",
    title: "Middleware of Next.js",
    framework: "Next.js",
    recording: "middleware/recorded/actions.json",
    sections: middleware,
  },
  {
    name: "expo",
    title: "Expo Router API routes",
    framework: "Expo Router",
    recording: "expo/recorded/routes.json",
    sections: expo.map(({ name, rows, later = [] }) => ({ title: name, rows: [...rows, ...later] })),
  },
  {
    name: "astro",
    title: "Astro endpoints",
    framework: "Astro",
    recording: "astro/recorded/plain.json",
    sections: [
      ...Object.entries(astro).flatMap(([app, sections]) =>
        sections.map(({ title, rows }) => ({ title: app === "plain" ? title : `${title} (${app})`, rows })),
      ),
      ...buildSections,
    ],
  },
];

/** A page as it stands, and as it should. */
export interface CompatibilityPage {
  readonly file: string;
  readonly present: string;
  readonly wanted: string;
}

/** The page that lists all recordings, and the page of each. */
export function compatibilityPages(): CompatibilityPage[] {
  const pages = RECORDED.map((recorded) => pageOf(`compatibility/${recorded.name}.md`, tableOf(recorded)));
  return [pageOf("compatibility.md", summary()), ...pages];
}

function pageOf(file: string, text: string): CompatibilityPage {
  const present = readFileSync(urlOf(file), "utf8");
  const [before, rest] = split(present, START, file);
  const [, after] = split(rest, END, file);
  return { file, present, wanted: `${before}${START}\n\n${text}\n\n${END}${after}` };
}

function urlOf(file: string): URL {
  return new URL(`../../docs/${file}`, import.meta.url);
}

function split(text: string, mark: string, file: string): [before: string, after: string] {
  const index = text.indexOf(mark);
  if (index < 0) throw new Error(`docs/${file} has lost the line ${mark}`);
  return [text.slice(0, index), text.slice(index + mark.length)];
}

function summary(): string {
  const lines = ["| page | recorded from | requests | same | better |", "| --- | --- | ---: | ---: | ---: |"];
  for (const recorded of RECORDED) {
    const { name, title } = recorded;
    const [all, better] = countOf(recorded);
    const link = `[${title}](compatibility/${name}.md)`;
    lines.push(`| ${link} | ${versionOf(recorded)} | ${all} | ${all - better} | ${better} |`);
  }
  return lines.join("\n");
}

function tableOf(recorded: Recorded): string {
  const [all, better] = countOf(recorded);
  const lines = [
    `## Recorded from ${versionOf(recorded)}`,
    "",
    `${all} requests are recorded: ${all - better} get the same answer, ${better} a better one.`,
    "",
    "| requests about | same | better |",
    "| --- | ---: | --- |",
  ];
  for (const { title, rows } of recorded.sections) {
    const reasons = new Map<string, number>();
    for (const { differs } of rows) if (differs) reasons.set(differs, (reasons.get(differs) ?? 0) + 1);
    const same = rows.filter(({ differs }) => differs === undefined).length;
    const told = [...reasons].map(([reason, count]) => `${reason} (${count})`).join("; ");
    lines.push(`| ${title} | ${same} | ${escaped(told)} |`);
  }
  return lines.join("\n");
}

function countOf({ sections }: Recorded): [all: number, better: number] {
  const rows = sections.flatMap((section) => section.rows);
  return [rows.length, rows.filter(({ differs }) => differs !== undefined).length];
}

/** Such as `Next.js 16.4.6`, of the recording itself. */
function versionOf({ framework, recording }: Recorded): string {
  const text = readFileSync(new URL(recording, import.meta.url), "utf8");
  const [version = ""] = /\d+(?:\.\d+)*/.exec(text.slice(0, text.indexOf(","))) ?? [];
  return `${framework} ${version}`;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { file, wanted } of compatibilityPages()) writeFileSync(urlOf(file), wanted);
}
