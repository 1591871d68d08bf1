import type { Command } from "./command.ts";
export const build: Command = {
  summary: "Compiles the routes into a folder that start serves",
  options: {},
  async run() {
    return 0;
  },
};
