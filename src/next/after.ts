/**
 * Runs a task once the current request's work has been handed on. The process lives as long as the server, so
 * nothing needs to be kept alive for it; an error is written to stderr and reaches no one else.
 */
export function after(task: Promise<unknown> | (() => unknown)): void {
  const run = async (): Promise<void> => {
    try {
      await (typeof task === "function" ? task() : task);
    } catch (error) {
      console.error(error);
    }
  };
  if (typeof task === "function") setImmediate(run);
  else void run();
}

/** Every answer here is made at request time, so there is nothing to wait for. */
export async function connection(): Promise<void> {}
