import { variables } from "./env-values.ts";

/** `astro:env/server`: the variables of `env.schema` for the server, and `getSecret`. */
export const moduleExports = variables("server", {
  getSecret: (name: string): string | undefined => process.env[name],
});
