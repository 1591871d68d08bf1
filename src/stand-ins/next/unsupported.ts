/** Thrown when a route uses a part of Next that has no counterpart here. */
export class UnsupportedNextApi extends Error {
  override readonly name: string = "UnsupportedNextApi";
  readonly code = "NEXT_UNSUPPORTED";
  /** The module of Next, such as `next/headers`. */
  readonly module: string;

  constructor(module: string, member: string, advice: string) {
    const what = member === "default" ? `"${module}"` : `${member} of "${module}"`;
    super(`${what} does not work without Next.js. ${advice}`.trim());
    this.module = module;
  }
}

/** Thrown for what Next itself has taken out of `next/server`. */
export class RemovedNextApi extends Error {
  override readonly name = "RemovedNextApi";
  readonly code = "NEXT_REMOVED";

  constructor(member: string, advice: string) {
    super(`${member} is no longer part of Next.js. ${advice}`);
  }
}

/** Thrown for a relative URL where the web's own classes need an absolute one. */
export class InvalidUrl extends TypeError {
  override readonly name = "InvalidUrl";
  readonly code = "ERR_INVALID_URL";

  constructor(url: string) {
    super(`URL is malformed: "${url}". Give an absolute URL: new URL("/path", request.url).`);
  }
}

/** A function in place of a missing member: it can be imported and passed on, and says why it cannot be called. */
export function unsupportedMember(module: string, member: string, advice: string): () => never {
  return function refused() {
    throw new UnsupportedNextApi(module, member, advice);
  };
}

/**
 * A module that loads, whose every member throws when it is called. The compiler's rule for CommonJS makes the
 * function itself the default export, and looks up any other name on its prototype.
 */
export function unsupportedModule(module: string, advice: string): unknown {
  const members = new Proxy(Function.prototype, {
    get(target, name) {
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      return name in target
        ? (Reflect.get(target, name) as unknown)
        : unsupportedMember(module, name, advice);
    },
  });
  return Object.setPrototypeOf(unsupportedMember(module, "default", advice), members);
}
