import type { MiddlewareHandler, MiddlewareNext } from "./types.ts";

const kRewrite: unique symbol = Symbol.for("pages-api.astro.rewrite") as never;

/** Gives its argument back, with the type of a middleware. */
export function defineMiddleware(middleware: MiddlewareHandler): MiddlewareHandler {
  return middleware;
}

/** Makes one middleware of several, which run in this order. What one returns, the one before gets from `next()`. */
export function sequence(...middlewares: readonly (MiddlewareHandler | undefined)[]): MiddlewareHandler {
  const all = middlewares.filter((each) => each !== undefined);
  if (all.length === 0) return (_context, next) => next();
  return (context, next) => {
    const run = (index: number): Promise<Response> => {
      let behind: Promise<Response> | undefined;
      const goOn: MiddlewareNext = async (target) => {
        if (index + 1 === all.length) return next(target);
        // The middleware behind see the route that they come to.
        if (target !== undefined)
          await (context as unknown as { [kRewrite](to: unknown): Promise<void> })[kRewrite](target);
        return run(index + 1);
      };
      const result = all[index]!(context, (target) => (behind = goOn(target)));
      return Promise.resolve(result).then((value) => (value === undefined ? behind! : value));
    };
    return run(0);
  };
}

/** Only for integrations of Astro. */
export function createContext(): never {
  throw new Error("createContext of astro:middleware does not work without Astro's build.");
}

export function trySerializeLocals(value: unknown): string {
  return JSON.stringify(value);
}
