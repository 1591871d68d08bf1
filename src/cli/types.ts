import { assertTsConfig } from "../compile/tsconfig-mistakes.ts";
import { lookAtConventions } from "../conventions/index.ts";
import { claimRoutes } from "../routes/claim.ts";
import { TYPES_FILE, wantsTypes, writeTypes } from "../routes/types.ts";
import { Router } from "../routing/router.ts";
import type { Command } from "./command.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { count, paint } from "./terminal.ts";

export const types: Command = {
  summary: "Writes types for the params of each route, from the names of the files",
  options: PROJECT_OPTIONS,
  async run(dir, values) {
    const { conventions, compile } = await lookAtConventions(dir, choiceOf(values));
    await assertTsConfig(dir, compile?.tsconfig);
    const { routes } = new Router(await claimRoutes({ dir, conventions, loader: {} }));
    writeTypes(dir, routes);
    console.log(`${paint("green", "wrote")} ${TYPES_FILE}, ${count(routes.length, "route")}`);
    if (!wantsTypes(dir))
      console.log(`To use them, add to "include" in tsconfig.json: ".pages-api/types/*.d.ts"`);
    return 0;
  },
};
