import { METHODS } from "node:http";
import type { Exports, RouteNote } from "../../convention.ts";

const METHOD_NAMES: ReadonlySet<string> = new Set(METHODS);

/** What is wrong with the exports of a route that answers no method, with the cure; `undefined` for one that does. */
export function describeNone(exports: Exports): string | undefined {
  const names = Object.keys(exports);
  if (names.some((name) => METHOD_NAMES.has(name))) return undefined;
  const lower = names.find((name) => METHOD_NAMES.has(name.toUpperCase()));
  const hint =
    lower !== undefined
      ? `\`${lower}\` is not called: the names of methods are upper case. `
      : names.includes("default")
        ? "A default export is not called. "
        : "";
  return `It answers no method. ${hint}Write: export function ${lower?.toUpperCase() ?? "GET"}(request) { … }`;
}

/** What `check` says of a route. */
export function inspectExports(exports: Exports): readonly RouteNote[] {
  const message = describeNone(exports);
  return message === undefined ? [] : [{ level: "attention", rule: "methods", message }];
}
