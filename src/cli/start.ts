import type { ProjectChoice } from "../conventions/index.ts";
import { resolve } from "node:path";
import type { CompiledTree } from "../cluster/tree.ts";
import type { Command } from "./command.ts";
import { choiceOf, SERVED_OPTIONS } from "./project-options.ts";
import type { ProgramLog } from "./log.ts";
import { serve, SERVE_OPTIONS } from "./serve.ts";

export const start: Command = {
  summary: "Serves the routes in production: from the build, or compiled at start where there is none",
  options: {
    ...SERVE_OPTIONS,
    ...SERVED_OPTIONS,
    build: {
      type: "string",
      value: "folder",
      help: "folder of the build; default: .pages-api/build in the project",
    },
  },
  async run(dir, values) {
    const buildDir = values["build"] as string | undefined;
    await serve({
      dir,
      values,
      buildDir: buildDir === undefined ? undefined : resolve(buildDir),
      compile: (folder, log) => compile(folder, log, choiceOf(values)),
    });
    return undefined;
  },
};

async function compile(dir: string, log: ProgramLog, choice: ProjectChoice): Promise<CompiledTree> {
  const { compileTree } = await import("../cluster/tree.ts");
  return compileTree(dir, log, choice);
}
