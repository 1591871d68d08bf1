import { unsupportedModule } from "./unsupported.ts";

/** `astro:content` */
export const moduleExports = unsupportedModule("astro:content");
