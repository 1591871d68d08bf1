/** What `value` is where only the running program knows it. */
export const DYNAMIC = Symbol("dynamic");

export function isPrimitive(value: unknown): boolean {
  return value === null || ["boolean", "number", "string", "undefined"].includes(typeof value);
}

export function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What an operator makes of a value that is known. */
export function unary(operator: string, value: unknown): unknown {
  if (!isPrimitive(value)) return DYNAMIC;
  switch (operator) {
    case "-":
      return -(value as number);
    case "+":
      return Number(value);
    case "!":
      return !value;
    case "~":
      return ~(value as number);
    case "void":
      return undefined;
    default:
      return DYNAMIC;
  }
}

/** What an operator makes of two values that are known. */
export function binary(operator: string, left: unknown, right: unknown): unknown {
  if (operator === "+" && isPrimitive(left) && isPrimitive(right))
    return typeof left === "string" || typeof right === "string"
      ? `${String(left)}${String(right)}`
      : Number(left) + Number(right);
  if (typeof left !== "number" || typeof right !== "number") return DYNAMIC;
  switch (operator) {
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "**":
      return left ** right;
    case "<<":
      return left << right;
    case "|":
      return left | right;
    default:
      return DYNAMIC;
  }
}
