import { ADVICE } from "./advice.ts";

/** Thrown where a route uses a part of Astro that has no counterpart here. */
export class UnsupportedAstroApi extends Error {
  override readonly name = "UnsupportedAstroApi";
  readonly code = "ASTRO_UNSUPPORTED";

  /**
   * @param what the module or member, such as `astro:content`
   * @param cure what to use instead
   */
  constructor(what: string, cure: string) {
    super(`${what} does not work without Astro's build. ${cure}`);
  }
}

/** A module that loads, and whose every export throws when it is called: the error names it, and says what to do. */
export function unsupportedModule(module: keyof typeof ADVICE): unknown {
  const cure = ADVICE[module];
  const refused = (member: string): (() => never) =>
    function unsupported() {
      throw new UnsupportedAstroApi(member === "default" ? `"${module}"` : `${member} of "${module}"`, cure);
    };
  return new Proxy(refused("default"), {
    get(target, name) {
      if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
      return name in Function.prototype || name === "prototype"
        ? (Reflect.get(target, name) as unknown)
        : refused(name);
    },
  });
}
