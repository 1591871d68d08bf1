import { createRequire } from "node:module";
import type { parse } from "qs";

/** Any name but `__proto__` is a key. qs's own limits stay on: depth 5, 1,000 parameters, arrays of at most 20. */
const NESTED = { allowPrototypes: true } as const;

const require = createRequire(import.meta.url);
let parseWithQs: typeof parse | undefined;

/** Parses nested keys (`a[b]=1`). Few ask for it, and qs takes 7 MB: it is loaded when it is first needed. */
export function parseNested(text: string): ReturnType<typeof parse> {
  parseWithQs ??= (require("qs") as { parse: typeof parse }).parse;
  return parseWithQs(text, NESTED);
}
