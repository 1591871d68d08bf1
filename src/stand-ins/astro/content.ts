import { unsupportedModule } from "./unsupported.ts";

/** `astro:content` */
export const moduleExports = unsupportedModule(
  "astro:content",
  "Read the files of a collection with node:fs, or put the data in a module.",
);
