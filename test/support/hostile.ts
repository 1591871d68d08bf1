export const trap = (): never => {
  throw new Error("trap");
};

/** Throws for whatever is asked of it: a property, its class, its keys. */
export function hostile(): object {
  const traps = new Proxy({}, { get: () => trap });
  return new Proxy({}, traps);
}

/** A Proxy that is good for nothing any more. */
export function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
