import type { Command } from "./command.ts";
export const check: Command = {
  summary: "Tells of each route file whether it can be served here",
  options: {},
  async run() {
    return 0;
  },
};
