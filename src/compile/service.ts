import { setImmediate } from "node:timers/promises";
import { stop } from "./esbuild.ts";

/** How many parts of this package are using the compiler's process, which they share. */
let users = 0;

/**
 * Keeps the compiler's process alive for one user: if another user ended it, it would never answer.
 *
 * @returns a function that releases it; the last release ends the process
 */
export function holdCompiler(): () => Promise<void> {
  users += 1;
  let held = true;
  return async () => {
    if (!held) return;
    held = false;
    users -= 1;
    // The next user may come in this turn, such as a server that is opened as another one closes.
    await setImmediate();
    if (users === 0) await stop();
  };
}
