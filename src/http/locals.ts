import type { IncomingMessage } from "node:http";

/** Carries the `locals` that a host gives to a request, on the request or its connection. */
export const kLocals: unique symbol = Symbol.for("pages-api.locals") as never;

interface Carrier {
  [kLocals]?: object | undefined;
}

/** What a host gives to the request: what its middleware and routes begin with. */
export function localsOf(req: IncomingMessage): object {
  return (req as Carrier)[kLocals] ?? (req.socket as Carrier | null)?.[kLocals] ?? {};
}
