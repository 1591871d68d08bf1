import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { installResponse } from "../../web/install-response.ts";
import { URL_PATTERN_NAME } from "../../web/url-pattern.ts";

const require = createRequire(import.meta.url);

/** What modules of a project find: the fast Response, and AsyncLocalStorage, a global in both runtimes of Next. */
export function addGlobals(): void {
  installResponse();
  addUrlPattern();
  (globalThis as { AsyncLocalStorage?: unknown }).AsyncLocalStorage ??= AsyncLocalStorage;
}

/** Node has URLPattern from version 23.8; before, a polyfill is loaded where something asks for it. */
function addUrlPattern(): void {
  if (URL_PATTERN_NAME in globalThis) return;
  Object.defineProperty(globalThis, URL_PATTERN_NAME, {
    get: () =>
      (globalThis as { URLPattern?: unknown }).URLPattern ??
      (require("urlpattern-polyfill/urlpattern") as { URLPattern: unknown }).URLPattern,
    configurable: true,
  });
}
