import { unsupportedModule } from "./unsupported.ts";

/** `astro:i18n` */
export const moduleExports = unsupportedModule("astro:i18n");
