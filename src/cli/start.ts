import { resolve } from "node:path";
import type { Command } from "./command.ts";
import { ADDRESS_OPTIONS } from "./listen.ts";
import { LOG_OPTIONS } from "./log.ts";
import { serve } from "./serve.ts";

export const start: Command = {
  summary: "Serves the routes in production: from the build, or compiled at start where there is none",
  options: {
    ...ADDRESS_OPTIONS,
    ...LOG_OPTIONS,
    build: { type: "string", help: "folder of the build; default: .pages-api/build in the project" },
  },
  async run(dir, values) {
    const buildDir = values["build"] as string | undefined;
    await serve({ dir, values, buildDir: buildDir === undefined ? undefined : resolve(buildDir) });
    return undefined;
  },
};
