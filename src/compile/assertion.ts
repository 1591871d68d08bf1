import type { Message } from "esbuild";
import { ASSERTION } from "./diagnostic.ts";

/*
 * `import data from "./data.json" assert { type: "json" }` is how `with` was written before. The compiler then wants
 * the imported text itself to be JSON, and JSON is a module of its own here: see `json.ts`.
 */

const STATIC = /((["'])[^"'\n]*\2[^\S\n\r]*)assert(?=\s*\{\s*["']?type["']?\s*:\s*(["'])json\3)/g;
const DYNAMIC = /([{,]\s*)assert(?=\s*:\s*\{\s*["']?type["']?\s*:\s*(["'])json\2)/g;

/** Whether an error is about such an import. */
export function isOfAssertion({ text }: Message): boolean {
  return ASSERTION.test(text);
}

/** The same text with `with`, every character at its place. */
export function withoutAssertions(text: string): string {
  return text.replaceAll(STATIC, "$1with  ").replaceAll(DYNAMIC, "$1with  ");
}
