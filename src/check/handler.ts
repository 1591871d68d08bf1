import { escapedName, expressionAt, isOneBracket } from "../syntax/literal.ts";
import { isInstanceOfData } from "./instance.ts";

const NAME = String.raw`[A-Za-z_$][\w$]*`;

/** What the program calls its default export where it is declared. */
function defaultName(code: string): string | undefined {
  let name = /^ {2}([\w$]+) as default,?$/m.exec(code)?.[1];
  const names = new Set<string>();
  while (name !== undefined && !names.has(name)) {
    names.add(name);
    const alias = new RegExp(`^var ${escapedName(name)} = (${NAME});$`, "m").exec(code)?.[1];
    if (alias === undefined) return name;
    name = alias;
  }
  return name;
}

/** Whether what a program exports by default is written as an object, an array, a value, a class or its instance. */
export function isData(code: string): boolean {
  const name = defaultName(code);
  if (name === undefined) return false;
  const variable = escapedName(name);
  if (new RegExp(`^(?:class ${variable}\\b|var ${variable} = class\\b)`, "m").test(code)) return true;
  const match = new RegExp(`^var ${variable} = `, "m").exec(code);
  if (match === null) return false;
  const expression = expressionAt(code, match.index + match[0].length);
  if (/^["'\d]/.test(expression)) return true;
  return /^[[{]/.test(expression) ? isOneBracket(expression, 0) : isInstanceOfData(code, expression);
}

/** What the handler calls its params, and where they start in the program. */
export interface Params {
  readonly request?: string | undefined;
  readonly response?: string | undefined;
  /** Behind the parenthesis. */
  readonly start?: number;
}

const FUNCTION = String.raw`(?:async )?(?:function\*? ?[\w$]*)?\(`;

/** Read where the handler is written as a function. */
export function paramsOf(code: string): Params {
  const name = defaultName(code);
  const pattern =
    name === undefined
      ? `^ {4}(?:module\\.)?exports(?:\\.default)? = ${FUNCTION}`
      : `^(?:var ${escapedName(name)} = ${FUNCTION}|(?:async )?function\\*? ${escapedName(name)}\\()`;
  const match = new RegExp(pattern, "m").exec(code);
  if (match === null) return {};
  const start = match.index + match[0].length;
  const [, request, response] = /^([\w$]+)(?:, ([\w$]+))?/.exec(code.slice(start)) ?? [];
  return { request, response, start };
}
