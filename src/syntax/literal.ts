import { type Context, createContext, runInContext } from "node:vm";

/** What `readLiteral` gives for an expression that only the running program can tell. */
export const DYNAMIC = Symbol("dynamic");

const EVALUATION_MS = 100;
/** Text in quotes, and what the compiler notes beside the value of an enum. */
const STRING_OR_COMMENT = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*.*?\*\//g;
const CALL_OR_SPREAD = /[(`=?]|\.\.\./;
/** A name that is no key of an object. */
const NAME = /(?<![\w$.])(?!(?:true|false|null|undefined|NaN|Infinity|void)\b)[A-Za-z_$][\w$]*(?![\w$]|\s*:)/;

/**
 * The text of the expression at a place of a program that the compiler has printed with `PRINTED`: one line, or all
 * up to the line that closes the bracket at the end of the first, which alone has the same indentation.
 */
export function expressionAt(code: string, start: number): string {
  const eol = endOfLine(code, start);
  const first = code.slice(start, eol);
  if (!/[{[(]$/.test(first)) return first.replace(/[;,]$/, "");
  const indent = /^ */.exec(code.slice(code.lastIndexOf("\n", start - 1) + 1))![0];
  const close = new RegExp(`\\n${indent}[}\\])]`, "g");
  close.lastIndex = eol;
  const found = close.exec(code);
  if (found === null) return first;
  return code.slice(start, endOfLine(code, found.index + 1)).replace(/[;,]$/, "");
}

/** A name as it stands in the text of a regular expression. */
export function escapedName(name: string): string {
  return name.replaceAll("$", String.raw`\$`);
}

/** Whether the bracket that is opened at a place closes at the end of the expression: nothing is made of what it holds. */
export function isOneBracket(expression: string, from: number): boolean {
  const bare = expression.slice(from).replaceAll(STRING_OR_COMMENT, '""');
  let depth = 0;
  for (let at = 0; at < bare.length; at++) {
    if ("([{".includes(bare[at]!)) depth++;
    else if (")]}".includes(bare[at]!) && --depth === 0) return at === bare.length - 1;
  }
  return false;
}

let context: Context | undefined;
/** Routes of one project write the same few settings. */
const evaluated = new Map<string, unknown>();
const EVALUATED = 1000;

/**
 * The value of an expression that is a literal: data, no names, calls or spreads. It is evaluated alone, in an empty
 * context, so that no line of the program runs; without names and calls it cannot leave anything there.
 */
export function readLiteral(expression: string): unknown {
  const bare = expression.replaceAll(STRING_OR_COMMENT, '""');
  if (CALL_OR_SPREAD.test(bare) || NAME.test(bare)) return DYNAMIC;
  try {
    return copyOf(evaluate(expression));
  } catch {
    return DYNAMIC;
  }
}

function evaluate(expression: string): unknown {
  if (!evaluated.has(expression)) {
    const strings = { codeGeneration: { strings: false, wasm: false } };
    context ??= createContext(Object.create(null) as object, strings);
    if (evaluated.size === EVALUATED) evaluated.clear();
    evaluated.set(expression, runInContext(`(${expression})`, context, { timeout: EVALUATION_MS }));
  }
  return evaluated.get(expression);
}

/** The same data as objects of this realm. */
function copyOf(value: unknown): unknown {
  if (value === null || ["boolean", "number", "string", "undefined"].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value === "object" && Object.getPrototypeOf(Object.getPrototypeOf(value) as object) === null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
  }
  throw new TypeError("It is no data.");
}

function endOfLine(code: string, from: number): number {
  const end = code.indexOf("\n", from);
  return end === -1 ? code.length : end;
}
