import { AsyncLocalStorage } from "node:async_hooks";

/** Next has it as a global, in both of its runtimes. */
export function addGlobals(): void {
  (globalThis as { AsyncLocalStorage?: unknown }).AsyncLocalStorage ??= AsyncLocalStorage;
}
