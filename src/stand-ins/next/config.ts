/** What Next up to version 15 gives by `next/config`. */
export interface RuntimeConfig {
  serverRuntimeConfig: Record<string, any>;
  publicRuntimeConfig: Record<string, any>;
}

const kConfig = Symbol.for("pages-api.next-config");

interface Holder {
  [kConfig]?: RuntimeConfig;
}

/** The values of `serverRuntimeConfig` and `publicRuntimeConfig` of next.config. */
export default function getConfig(): RuntimeConfig {
  return (globalThis as Holder)[kConfig] ?? { serverRuntimeConfig: {}, publicRuntimeConfig: {} };
}

/** Sets them for this process, as tests do. */
export function setConfig(config: RuntimeConfig): void {
  (globalThis as Holder)[kConfig] = config;
}
