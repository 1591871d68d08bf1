import { extendedResponse } from "./fast-response.ts";

/** The name under which modules of a project find the fast Response; the global `Response` stays what it is. */
export const RESPONSE_NAME = "__pages_api_Response";

/** Makes it known to the modules of projects. */
export function installResponse(): void {
  if (RESPONSE_NAME in globalThis) return;
  Object.defineProperty(globalThis, RESPONSE_NAME, {
    get() {
      const value = extendedResponse();
      Object.defineProperty(globalThis, RESPONSE_NAME, { value, configurable: true });
      return value;
    },
    configurable: true,
  });
}
