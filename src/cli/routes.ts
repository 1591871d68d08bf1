import type { Command } from "./command.ts";
export const routes: Command = {
  summary: "Lists the routes in the order in which they are matched",
  options: {},
  async run() {
    return 0;
  },
};
