export { pagesApi } from "./plugin.ts";

export type { PluginOptions } from "./options.ts";
