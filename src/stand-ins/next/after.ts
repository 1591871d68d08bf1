import { waitUntil } from "../../lifecycle/background.ts";
import { currentScope } from "../../web/scope.ts";

/**
 * Runs a task when the answer has been handed on. The server waits for it before it stops; an error is logged and
 * reaches no one else.
 *
 * @throws TypeError for what is neither a function nor a promise
 */
export function after(task: PromiseLike<unknown> | (() => unknown)): void {
  const scope = currentScope();
  if (typeof task === "function") {
    if (scope === undefined) waitUntil(new Promise(setImmediate).then(task));
    else scope.tasks.push(task);
    return;
  }
  if (typeof (task as PromiseLike<unknown> | undefined)?.then !== "function") {
    throw new TypeError(
      `after() takes a function or a promise, not ${task === null ? "null" : typeof task}.`,
    );
  }
  (scope?.waitUntil ?? waitUntil)(task);
}

/** Every answer here is made at request time, so there is nothing to wait for. */
export async function connection(): Promise<void> {}
