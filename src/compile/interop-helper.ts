import { Parser, tokenizer, type Node } from "acorn";

/** What the compiler calls its own rule for CommonJS, perhaps with a number behind. */
const HELPER = "__toESM";
const OPTIONS = { ecmaVersion: "latest", sourceType: "module" } as const;

/**
 * The code of the compiler with another rule for CommonJS in the place of its own, on the same lines: see `interop.ts`.
 *
 * @param rule an expression: a function of what `require` gives
 */
export function withInterop(code: string, rule: string): string {
  if (!code.includes(HELPER)) return code;
  const start = helperStart(code);
  if (start === undefined) return code;
  const { end } = Parser.parseExpressionAt(code, start, OPTIONS) as Node;
  const lines = code.slice(start, end).split("\n").length - 1;
  return code.slice(0, start) + rule + "\n".repeat(lines) + code.slice(end);
}

/** The helpers are the first statements, each by itself: `var __create = Object.create;`. */
function helperStart(code: string): number | undefined {
  let depth = 0;
  let declares = false;
  for (const tokens = tokenizer(code, OPTIONS); ;) {
    const token = tokens.getToken();
    const { label, keyword } = token.type;
    if (label === "eof") return undefined;
    if (OPENING.has(label)) depth += 1;
    else if (CLOSING.has(label)) depth -= 1;
    else if (depth === 0 && keyword === "var") declares = true;
    else if (declares) {
      declares = false;
      const name = code.slice(token.start, token.end);
      if (!name.startsWith("__")) return undefined;
      if (!name.startsWith(HELPER)) continue;
      // The equals sign is first.
      tokens.getToken();
      return tokens.getToken().start;
    }
  }
}

const OPENING = new Set(["(", "[", "{", "${"]);
const CLOSING = new Set([")", "]", "}"]);
