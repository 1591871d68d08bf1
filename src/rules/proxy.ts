import type { Forward, ForwardOptions } from "./forward.ts";

/** Makes the function that forwards requests. What it needs is loaded by the first of them: with it come TLS and HTTP/2. */
export function createForward(options: ForwardOptions = {}): Forward {
  let opened: Promise<Forward> | undefined;
  const open = async (): Promise<Forward> => (await import("./forward.ts")).openForward(options);
  return async (req, res, target) => (await (opened ??= open()))(req, res, target);
}
