import { unsupportedModule } from "./unsupported.ts";

/** `astro:actions` */
export const moduleExports = unsupportedModule("astro:actions");
