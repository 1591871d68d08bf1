import { fetch } from "../../cache/fetch.ts";

const NAME = "pagesApiFetch";

/** Makes the cached `fetch` there for modules of the project, under a name of its own; the global one stays. */
export function installFetch(): string {
  Object.defineProperty(globalThis, NAME, { value: fetch, configurable: true, writable: true });
  return NAME;
}
