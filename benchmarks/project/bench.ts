import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpus } from "node:os";
import { median } from "../median.ts";
import { writeSection } from "../readme.ts";
import { figure, table } from "../table.ts";
import { generate, generateLarge, LARGE } from "./generate.ts";
import { build, run, timeOf } from "./run.ts";
import { installedSizes, installNext, nextIn, PAGES_API, type Tool } from "./tools.ts";

/** Milliseconds; memory in bytes. */
type Figures = Record<"build" | "built" | "sources" | "dev" | "edit" | "memory", number>;

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10,100,1000" },
    runs: { type: "string", default: "3" },
    write: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const EDITS = 5;
const SETTLED_MS = 2_000;
const runs = Number(values.runs);
const sizes = values.sizes.split(",").map(Number);
const next = installNext();
const tools = [nextIn(next.folder), PAGES_API];

try {
  const rows: string[][] = [];
  for (const size of sizes) rows.push(...(await compare(size)));
  rows.push(...large());
  const { pagesApi, next: ofNext } = installedSizes();
  rows.push(["installed for production, MB", ...ratio(ofNext / 2 ** 20, pagesApi / 2 ** 20)]);
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  const text = [
    `${day}, medians of ${runs} runs. ${machine}, Next 16.4.6.`,
    table(["", "next", "pages-api", "ratio"], rows),
  ].join("\n\n");
  console.log(text);
  if (values.write) writeSection("project", text);
} finally {
  next.remove();
}

async function compare(size: number): Promise<string[][]> {
  const [ofNext, own] = [await measure(tools[0]!, size), await measure(tools[1]!, size)];
  const routes = `${size.toLocaleString("en")} routes`;
  return [
    [`${routes}: start, from a build, ms`, ...ratio(ofNext.built, own.built)],
    [`${routes}: start, from the sources, ms`, ...ratio(ofNext.sources, own.sources)],
    [`${routes}: dev, ms`, ...ratio(ofNext.dev, own.dev)],
    [`${routes}: edit, ms`, ...ratio(ofNext.edit, own.edit)],
    [`${routes}: build, ms`, ...ratio(ofNext.build, own.build)],
    [
      `${routes}: resident 2 s after the first answer, MB`,
      ...ratio(ofNext.memory / 2 ** 20, own.memory / 2 ** 20),
    ],
  ];
}

/** What reads a large project without running it; Next has nothing like it. The goals are 1 and 10 seconds. */
function large(): string[][] {
  const dir = mkdtempSync(join(next.folder, "project-"));
  try {
    generateLarge(dir);
    const size = `${LARGE.routes} routes, ${LARGE.modules.toLocaleString("en")} modules`;
    return ["routes", "check"].map((command) => {
      console.error(`pages-api ${command}, ${size}`);
      const times = Array.from({ length: runs }, () => timeOf(PAGES_API, command, dir));
      return [`${size}: ${command}, ms`, "", figure(median(times)), ""];
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function ratio(ofNext: number, own: number): string[] {
  const cell = (value: number): string => (Number.isNaN(value) ? "" : figure(value));
  return [cell(ofNext), cell(own), cell(own / ofNext)];
}

/** Measures in a new project inside Next's folder, where both find what they need. */
async function measure(tool: Tool, size: number): Promise<Figures> {
  const dir = mkdtempSync(join(next.folder, "project-"));
  const all: Partial<Record<keyof Figures, number[]>> = {};
  const note = (name: keyof Figures, value: number): void => void (all[name] ??= []).push(value);
  const clear = (): void => rmSync(join(dir, tool.output), { recursive: true, force: true });
  try {
    generate(dir, size);
    for (let index = 1; index <= runs; index += 1) {
      console.error(`${tool.name}, ${size} routes, run ${index}`);
      clear();
      note("build", build(tool, dir));
      const built = await run(tool, "start", dir);
      note("built", built.firstAnswer);
      // Routes that nobody has asked for are loaded behind the first answer.
      await delay(SETTLED_MS);
      note("memory", built.memory());
      await built.stop();
      clear();
      if (tool.startsFromSources) {
        const fromSources = await run(tool, "start", dir);
        note("sources", fromSources.firstAnswer);
        await fromSources.stop();
        clear();
      }
      const dev = await run(tool, "dev", dir);
      note("dev", dev.firstAnswer);
      for (let count = 1; count <= EDITS; count += 1) note("edit", await dev.edit(`edit ${count}`));
      await dev.edit("first");
      await dev.stop();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  const of = (name: keyof Figures): number => (all[name] === undefined ? NaN : median(all[name]));
  return {
    build: of("build"),
    built: of("built"),
    sources: of("sources"),
    dev: of("dev"),
    edit: of("edit"),
    memory: of("memory"),
  };
}
