import { RouteError } from "../../error.ts";
import { type EnvSchema, readVariable, schemaOf } from "../../stand-ins/astro/env-schema.ts";

/**
 * Makes the variables of `env.schema` known to `astro:env`, and checks those that this process has to have.
 *
 * @param building secrets may be missing then: they come with the server
 * @throws RouteError `FRAMEWORK_CONFIG` that names all that are missing or wrong
 */
export function openEnv(schema: EnvSchema, file: string, building = false): void {
  Object.assign(schemaOf(), schema);
  const wrong = Object.entries(schema)
    .filter(([, { access }]) => !building || access !== "secret")
    .map(([name, field]) => readVariable(name, field, process.env[name]))
    .filter((result) => typeof result === "string");
  if (wrong.length === 0) return;
  throw new RouteError(
    "FRAMEWORK_CONFIG",
    `The environment does not match env.schema of ${file}: ${wrong.join("; ")}. Set the variables, in .env or the process.`,
    { file },
  );
}
