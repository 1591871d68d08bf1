import { unsupportedModule } from "./unsupported.ts";

/** `astro:db` */
export const moduleExports = unsupportedModule("astro:db");
