import { type EnvField, readVariable, schemaOf } from "./env-schema.ts";

/** A module whose exports are the variables of a schema, read when they are used. */
export function variables(
  context: EnvField["context"],
  members: Readonly<Record<string, unknown>> = {},
): object {
  return new Proxy(members, {
    get(target, name) {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name) as unknown;
      const field = schemaOf()[name];
      if (field === undefined || field.context !== context) return undefined;
      const result = readVariable(name, field, process.env[name]);
      if (typeof result === "string")
        throw new Error(`astro:env: ${result}. Set the variable of env.schema.`);
      return result.value;
    },
    has: (target, name) =>
      name in target || (typeof name === "string" && schemaOf()[name]?.context === context),
  });
}
