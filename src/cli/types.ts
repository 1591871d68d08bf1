import { assertTsConfig } from "../compile/tsconfig-mistakes.ts";
import { lookAtConventions } from "../conventions/index.ts";
import { claimRoutes } from "../routes/claim.ts";
import { TYPES_FILE, wantsTypes, writeTypes } from "../routes/declarations.ts";
import { Router } from "../routing/router.ts";
import type { Command } from "./command.ts";
import { outputOf } from "./output.ts";
import { choiceOf, PROJECT_OPTIONS } from "./project-options.ts";
import { count, paint } from "./terminal.ts";

export const types: Command = {
  summary: "Writes types for the params of each route, from the names of the files",
  options: {
    ...PROJECT_OPTIONS,
    json: { type: "boolean", help: "print { file, routes } on one line" },
  },
  async run(dir, values) {
    const { conventions, compile } = await lookAtConventions(dir, choiceOf(values));
    await assertTsConfig(dir, compile?.tsconfig);
    const { routes } = new Router(await claimRoutes({ dir, conventions, loader: {} }));
    writeTypes(dir, routes);
    const output = outputOf(values["json"] === true);
    const line = `${paint("green", "wrote")} ${TYPES_FILE}, ${count(routes.length, "route")}`;
    output.say(line, { file: TYPES_FILE, routes: routes.length });
    if (!wantsTypes(dir))
      output.say(`To use them, add to "include" in tsconfig.json: ".pages-api/types/*.d.ts"`);
    output.end();
    return 0;
  },
};
