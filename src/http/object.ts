/**
 * Sets a property whose name comes from a client. A plain assignment to `__proto__` would be lost,
 * or would change the object's prototype.
 */
export function setOwn<T>(object: Record<string, T>, name: string, value: T): void {
  if (name === "__proto__") {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[name] = value;
  }
}
