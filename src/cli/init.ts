import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { makePlan, overwrites, type Plan } from "../init/plan.ts";
import type { Step } from "../init/step.ts";
import { type Command, UsageError, type Values } from "./command.ts";
import { paint } from "./terminal.ts";

export const init: Command = {
  summary: "Sets a Next project up to be served here, or moves its routes to a folder of their own",
  options: {
    from: { type: "string", value: "folder", help: "the Next project; default: the folder itself" },
    to: { type: "string", value: "folder", help: "copy the routes, and what they import, to this folder" },
    server: { type: "boolean", help: "write a server.js of your own" },
    force: { type: "boolean", help: "overwrite files that are there" },
    "dry-run": { type: "boolean", help: "print what would be done, and do nothing" },
  },
  async run(dir, values) {
    const from = resolve(dir, textOf(values["from"]) ?? ".");
    const to = resolve(dir, textOf(values["to"]) ?? from);
    if (to !== from && to.startsWith(`${from}/pages`))
      throw new UsageError(`--to is among the routes: ${to}.`);
    const plan = await makePlan({ from, to, server: values["server"] === true });
    const isKept = (step: Step): boolean => values["force"] !== true && overwrites(step, to);
    const kept = new Set(plan.steps.filter(isKept));
    console.log(describe(plan, to, isKept));
    if (values["dry-run"] === true) return 0;
    for (const step of plan.steps) if (!kept.has(step)) await carryOut(step, to);
    console.log(`\nNext: ${to === process.cwd() ? "" : `cd ${to} && `}npm install && npx pages-api check`);
    return 0;
  },
};

async function carryOut({ file, from, text }: Step, to: string): Promise<void> {
  const target = join(to, file);
  await mkdir(dirname(target), { recursive: true });
  if (from === undefined) await writeFile(target, text ?? "");
  else await copyFile(from, target);
}

function describe({ steps, notes, routes }: Plan, to: string, isKept: (step: Step) => boolean): string {
  const lines = steps
    .filter(({ adds }) => adds === undefined || adds.length > 0)
    .map((step) => {
      const { file, from, adds } = step;
      if (isKept(step))
        return `  ${paint("yellow", "keep")}   ${file} is there already; --force overwrites it`;
      if (adds !== undefined) return `  ${paint("green", "edit")}   ${file}: ${adds.join(", ")}`;
      return `  ${paint("green", from === undefined ? "write" : "copy")}${from === undefined ? " " : "  "} ${file}`;
    });
  const title = `${routes} ${routes === 1 ? "route" : "routes"}, ${to}`;
  return [title, ...lines, ...notes.map((note) => `  ${paint("yellow", "note")}   ${note}`)].join("\n");
}

function textOf(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}
