import { unsupportedModule } from "./unsupported.ts";

/** `astro:transitions` */
export const moduleExports = unsupportedModule("astro:transitions");
