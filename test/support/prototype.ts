import { expect } from "vitest";

const keys = Reflect.ownKeys(Object.prototype);
const values = keys.map(valueOf);

/** Asserts that no request has changed what every object inherits. */
export function expectPristine(): void {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(keys);
  expect(keys.map(valueOf).every((value, index) => value === values[index])).toBe(true);
}

function valueOf(key: PropertyKey): unknown {
  const { value, get } = Object.getOwnPropertyDescriptor(Object.prototype, key) ?? {};
  return value ?? get;
}
