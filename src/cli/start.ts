import { createServer } from "../server.ts";
import type { Command } from "./command.ts";
import { ADDRESS_OPTIONS, listen } from "./listen.ts";
import { paint } from "./terminal.ts";

export const start: Command = {
  summary: "Serves the routes in production: from the build, or compiled at start where there is none",
  options: ADDRESS_OPTIONS,
  async run(dir, values) {
    process.env["NODE_ENV"] ??= "production";
    const begun = performance.now();
    const server = createServer({ dir, dev: false });
    await server.ready();
    const url = await listen(server, values);
    console.log(`${paint("bold", url)} ready in ${Math.round(performance.now() - begun)} ms`);
    return undefined;
  },
};
