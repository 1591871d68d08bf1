import { hashOf } from "../../hash.ts";

type Values = Readonly<Record<string, unknown>>;

/**
 * Makes the whole of `import.meta.env` known to modules, as in `const { SITE, PUBLIC_KEY } = import.meta.env`: Astro's own
 * variables, and behind them those of the process as they are when they are read.
 *
 * @returns the name of the global, the same for the same variables: a build has it written into its modules
 */
export function installEnv(values: Values): string {
  const name = `__pages_api_env_${hashOf(JSON.stringify(values)).slice(0, 8)}`;
  const given = globalThis as Record<string, unknown>;
  given[name] ??= new Proxy({ ...values }, VARIABLES);
  return name;
}

const VARIABLES: ProxyHandler<Values> = {
  get: (own, name) => (typeof name === "string" ? valueOf(own, name) : undefined),
  has: (own, name) => name in own || name in process.env,
  ownKeys: (own) => [...new Set([...Object.keys(own), ...Object.keys(process.env)])],
  getOwnPropertyDescriptor(own, name) {
    if (typeof name !== "string" || !(name in own || name in process.env)) return undefined;
    return { value: valueOf(own, name), enumerable: true, configurable: true, writable: true };
  },
};

function valueOf(own: Values, name: string): unknown {
  return Object.hasOwn(own, name) ? own[name] : process.env[name];
}
