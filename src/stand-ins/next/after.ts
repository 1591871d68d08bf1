/** Where `@vercel/functions` looks too. */
const CONTEXT = Symbol.for("@vercel/request-context");

interface Platform {
  get?(): { waitUntil?(promise: Promise<unknown>): void } | undefined;
}

/**
 * Runs a task once the current request's work has been handed on. The server waits for it before it stops; an error
 * is logged and reaches no one else.
 */
export function after(task: Promise<unknown> | (() => unknown)): void {
  const work = typeof task === "function" ? new Promise(setImmediate).then(task) : task;
  const platform = (globalThis as { [CONTEXT]?: Platform })[CONTEXT]?.get?.();
  if (platform?.waitUntil === undefined) work.catch((error: unknown) => console.error(error));
  else platform.waitUntil(work);
}

/** Every answer here is made at request time, so there is nothing to wait for. */
export async function connection(): Promise<void> {}
