type Then = (resolve: (value?: unknown) => void, reject: (reason: unknown) => void) => void;

/** What settles later and is no promise, as query builders are: an object, or a function, with `then`. */
export function thenable(then: Then, target: object = {}): object {
  Reflect.set(target, "then", then);
  return target;
}
