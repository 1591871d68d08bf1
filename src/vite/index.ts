export { pagesApi } from "./plugin.ts";

export type { PluginOptions } from "./plugin-options.ts";
