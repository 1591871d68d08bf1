import { unsupportedModule } from "./unsupported.ts";

/** `astro:assets` */
export const moduleExports = unsupportedModule("astro:assets");
