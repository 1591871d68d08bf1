import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { packageManagerOf } from "../compile/uninstalled.ts";
import { makePlan, overwrites, type Plan } from "../init/plan.ts";
import type { Step } from "../init/step.ts";
import { type Command, UsageError, type Values } from "./command.ts";
import { outputOf } from "./output.ts";
import { count, paint } from "./terminal.ts";

export const init: Command = {
  summary: "Sets a Next project up to be served here, or moves its routes to a folder of their own",
  options: {
    from: { type: "string", value: "folder", help: "the Next project; default: the folder itself" },
    to: { type: "string", value: "folder", help: "copy the routes, and what they import, to this folder" },
    server: { type: "boolean", help: "write a server.js of your own" },
    force: { type: "boolean", help: "overwrite files that are there" },
    "dry-run": { type: "boolean", help: "print what would be done, and do nothing" },
    json: {
      type: "boolean",
      help: "print { dir, routes, steps: [{ does, file, adds }], notes } on one line",
    },
  },
  async run(dir, values) {
    const from = resolve(dir, textOf(values["from"]) ?? ".");
    const to = resolve(dir, textOf(values["to"]) ?? from);
    if (to !== from && to.startsWith(`${from}/pages`))
      throw new UsageError(`--to is among the routes: ${to}.`);
    const plan = await makePlan({ from, to, server: values["server"] === true });
    const isKept = (step: Step): boolean => values["force"] !== true && overwrites(step, to);
    const kept = new Set(plan.steps.filter(isKept));
    const output = outputOf(values["json"] === true);
    output.say(describe(plan, to, isKept), factsOf(plan, to, isKept));
    if (values["dry-run"] !== true) {
      for (const step of plan.steps) if (!kept.has(step)) await carryOut(step, to);
      output.say(`\nNext: ${to === process.cwd() ? "" : `cd ${to} && `}${nextSteps(to)}`);
    }
    output.end();
    return 0;
  },
};

/** In the words of the package manager of the project. */
function nextSteps(dir: string): string {
  const { install, exec } = packageManagerOf(dir);
  return `${install} && ${exec} pages-api check`;
}

async function carryOut({ file, from, text }: Step, to: string): Promise<void> {
  const target = join(to, file);
  await mkdir(dirname(target), { recursive: true });
  if (from === undefined) await writeFile(target, text ?? "");
  else await copyFile(from, target);
}

type Does = "keep" | "edit" | "write" | "copy";

function doesOf(step: Step, isKept: (step: Step) => boolean): Does {
  if (isKept(step)) return "keep";
  if (step.adds !== undefined) return "edit";
  return step.from === undefined ? "write" : "copy";
}

/** A file that gets nothing new is not a step. */
function stepsOf({ steps }: Plan): Step[] {
  return steps.filter(({ adds }) => adds === undefined || adds.length > 0);
}

function factsOf(plan: Plan, dir: string, isKept: (step: Step) => boolean): object {
  const steps = stepsOf(plan).map((step) => ({
    does: doesOf(step, isKept),
    file: step.file,
    adds: step.adds,
  }));
  return { dir, routes: plan.routes, steps, notes: plan.notes };
}

function describe(plan: Plan, to: string, isKept: (step: Step) => boolean): string {
  const lines = stepsOf(plan).map((step) => {
    const does = doesOf(step, isKept);
    const { file, adds = [] } = step;
    const more =
      does === "keep"
        ? " is there already; --force overwrites it"
        : does === "edit"
          ? `: ${adds.join(", ")}`
          : "";
    return `  ${paint(does === "keep" ? "yellow" : "green", does)}${" ".repeat(7 - does.length)}${file}${more}`;
  });
  const notes = plan.notes.map((note) => `  ${paint("yellow", "note")}   ${note}`);
  return [`${count(plan.routes, "route")}, ${to}`, ...lines, ...notes].join("\n");
}

function textOf(value: Values[string]): string | undefined {
  return typeof value === "string" ? value : undefined;
}
