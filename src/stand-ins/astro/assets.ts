import { unsupportedModule } from "./unsupported.ts";

/** `astro:assets` */
export const moduleExports = unsupportedModule(
  "astro:assets",
  "Put images in a folder of a static server, and name their URLs.",
);
