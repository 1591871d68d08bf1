/** Whether a value settles later: a promise, native or not. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof (value as PromiseLike<unknown>).then === "function";
}
