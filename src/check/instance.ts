import { escapedName, expressionAt, isOneBracket } from "../syntax/literal.ts";

/** Constructors that give functions. */
const FUNCTIONS = new Set(["Function", "Proxy"]);
/** Packages whose classes do: `new Router()` of Express. */
const PACKAGES = /^(?:express|router|callable-instance)(?:$|\/)/;

/** Whether an expression is all `new X(…)`, and what that gives is not known to be a function. */
export function isInstanceOfData(code: string, expression: string): boolean {
  const [start, name] = /^(?:\/\*.*?\*\/ )?new ([\w$.]+)(?=\()/.exec(expression) ?? [];
  return name !== undefined && isOneBracket(expression, start!.length) && !mayBeCallable(code, name, []);
}

/** Whether instances of a class may be functions: a constructor returns them, or nobody can tell. */
function mayBeCallable(code: string, name: string, heirs: readonly string[]): boolean {
  if (FUNCTIONS.has(name) || heirs.includes(name)) return true;
  const [root = ""] = name.split(".");
  const variable = escapedName(root);
  const imported = new RegExp(`^import (?:[^;"]*[\\s{,])?${variable}[\\s},][^;"]*from "([^"]*)"`, "m").exec(
    code,
  );
  if (imported !== null) return PACKAGES.test(imported[1]!);
  const declared = `^(?:var ${variable} = class(?: [\\w$]+)?|class ${variable})(?: extends (.*))? \\{`;
  const made = root === name ? new RegExp(declared, "m").exec(code) : null;
  if (made !== null) {
    if (returnsValue(expressionAt(code, made.index))) return true;
    const parent = made[1];
    return (
      parent !== undefined && (!/^[\w$.]+$/.test(parent) || mayBeCallable(code, parent, [...heirs, name]))
    );
  }
  const local = new RegExp(`^(?:(?:var|let|const)\\b[^=]*|(?:async )?function\\*?) ${variable}\\b`, "m");
  return local.test(code) || typeof Reflect.get(globalThis, name) !== "function";
}

function returnsValue(text: string): boolean {
  const [constructor = ""] = /^ {2}constructor\([^]*?\n {2}\}/m.exec(text) ?? [];
  return /\breturn [^;]/.test(constructor);
}
