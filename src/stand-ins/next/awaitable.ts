/** A promise of a value that has the value's members too: Next 14 gave the value, Next 15 a promise of it. */
export type Awaitable<T extends object> = Promise<T> & T;

/** Members of a promise are never hidden. */
const promised = new Promise(() => {});

/**
 * Makes a promise of a value on which the value's members can be read without `await`.
 *
 * @param names - the members; by default what the value has as properties of its own
 */
export function awaitable<T extends object>(
  value: T,
  names: readonly PropertyKey[] = Object.keys(value),
): Awaitable<T> {
  const promise = Promise.resolve(value) as Awaitable<T>;
  for (const name of names) {
    if (name in promised && name !== "toString") continue;
    const member = (value as Record<PropertyKey, unknown>)[name];
    // oxlint-disable-next-line no-floating-promises -- it is given back
    Object.defineProperty(promise, name, {
      configurable: true,
      enumerable: true,
      get: () =>
        typeof member === "function"
          ? (...args: unknown[]) => (member as (...args: unknown[]) => unknown).apply(value, args)
          : (value as Record<PropertyKey, unknown>)[name],
    });
  }
  return promise;
}
