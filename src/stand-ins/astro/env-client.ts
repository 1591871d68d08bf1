import { variables } from "./env-values.ts";

/** `astro:env/client`: the public variables of `env.schema`. */
export const moduleExports = variables("client");
