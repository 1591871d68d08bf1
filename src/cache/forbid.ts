import { currentScope, enterScope, Scope } from "../web/scope.ts";

/** Runs a function whose result is for many requests: to read the request of one of them there throws. */
export function forbidScope<T>(what: string, run: () => T): T {
  const scope = currentScope();
  if (scope === undefined) return run();
  const request = new Proxy(scope.request, {
    get(_target, name) {
      throw new Error(
        `The request (${String(name)}) was read inside ${what}, whose result is for all requests. Read it outside, and pass what is needed as an argument.`,
      );
    },
  });
  return enterScope(new Scope(request, scope.waitUntil), run);
}
