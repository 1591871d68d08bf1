/** Gives the config back. */
export function defineConfig<C>(config: C): C {
  return config;
}

type Given = Readonly<Record<string, unknown>>;

function field(type: string): (options: Given) => object {
  return (options) => ({ type, ...options });
}

/** Describes the variables of `env.schema`. */
export const envField = {
  string: field("string"),
  number: field("number"),
  boolean: field("boolean"),
  enum: field("enum"),
};

export function getViteConfig(config: unknown): unknown {
  return config;
}

function service(): object {
  return {};
}

export const passthroughImageService = service;
export const sharpImageService = service;
export const sessionDrivers: unknown = new Proxy({}, { get: () => service });
export const logHandlers: unknown = new Proxy({}, { get: () => service });
export const memoryCache = service;
export const fontProviders: unknown = new Proxy({}, { get: () => service });
export const svgoOptimizer = service;
