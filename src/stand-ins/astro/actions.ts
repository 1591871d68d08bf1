import { unsupportedModule } from "./unsupported.ts";

/** `astro:actions` */
export const moduleExports = unsupportedModule(
  "astro:actions",
  "Write the action as an endpoint: export const POST in src/pages.",
);
