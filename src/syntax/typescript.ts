import { tsPlugin } from "@sveltejs/acorn-typescript";
import { Parser } from "acorn";

/** As much of the parser's inside as is needed to correct it. */
interface Inside {
  readonly input: string;
  readonly lastTokEnd: number;
  readonly start: number;
  parseMaybeImportAttributes(node: object): void;
}

/** Without semicolons, `assert(ok)` in the line below an import is a call, and not what says the type of a file. */
function withLines(Base: typeof Parser): typeof Parser {
  const { parseMaybeImportAttributes } = Base.prototype as unknown as Inside;
  class Corrected extends Base {
    parseMaybeImportAttributes(this: Inside, node: object): void {
      const between = this.input.slice(this.lastTokEnd, this.start);
      if (!between.includes("\n")) parseMaybeImportAttributes.call(this, node);
    }
  }
  return Corrected;
}

/** A parser of acorn, whose own types this package does not bring along. */
export interface Grammar {
  parse(text: string, options: object): unknown;
}

export const TypeScript: Grammar = Parser.extend(tsPlugin(), withLines);
export const TypeScriptJsx: Grammar = Parser.extend(tsPlugin({ jsx: true }), withLines);
