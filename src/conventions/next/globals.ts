import { AsyncLocalStorage } from "node:async_hooks";

import { installResponse } from "../../web/fast-response.ts";

/** What modules of a project find: the fast Response, and AsyncLocalStorage, a global in both runtimes of Next. */
export function addGlobals(): void {
  installResponse();
  (globalThis as { AsyncLocalStorage?: unknown }).AsyncLocalStorage ??= AsyncLocalStorage;
}
