import { AsyncLocalStorage } from "node:async_hooks";
import type { CallCookies } from "../stand-ins/next/cookies.ts";

/** What a draft-mode switch needs to know about the server. */
export interface DraftKeys {
  /** The value of the cookie that turns draft mode on. */
  readonly bypassId: string;
  readonly dev: boolean;
}

/**
 * One call of a web endpoint, or of a middleware, as the modules that routes import see it. Conventions without such
 * modules never make one.
 */
export class Scope {
  readonly request: Request;
  /** Keeps the process until this work is done. */
  readonly waitUntil: (work: PromiseLike<unknown>) => void;
  /** Starts after the answer; run by whoever entered the scope. */
  readonly tasks: (() => unknown)[] = [];
  /** `after` where the tasks run: cookies can be read then, but no longer set. */
  phase: "call" | "after" = "call";
  /** Made on first read. */
  cookies: CallCookies | undefined;
  draft = false;
  readonly draftKeys: (() => DraftKeys) | undefined;
  /** What other modules keep for the call, each under a symbol of its own. */
  readonly values = new Map<symbol, unknown>();

  constructor(
    request: Request,
    waitUntil: (work: PromiseLike<unknown>) => void,
    draftKeys?: () => DraftKeys,
  ) {
    this.request = request;
    this.waitUntil = waitUntil;
    this.draftKeys = draftKeys;
  }
}

/** One for all copies of this package in a process: modules of routes are compiled with a copy of their own. */
const KEY = Symbol.for("pages-api.scope");
const globals = globalThis as { [KEY]?: { storage: AsyncLocalStorage<Scope>; used: boolean } };
const shared = (globals[KEY] ??= { storage: new AsyncLocalStorage<Scope>(), used: false });

/** The scope of the call that runs, if it runs in one. */
export function currentScope(): Scope | undefined {
  return shared.storage.getStore();
}

/** Runs a function, and all that it starts, in a scope. */
export function enterScope<A extends unknown[], R>(scope: Scope, run: (...args: A) => R, ...args: A): R {
  return shared.storage.run(scope, run, ...args);
}

/** Whether a module has been loaded that reads scopes. To enter one slows every promise of the call. */
export function scopesAreUsed(): boolean {
  return shared.used;
}

/** Says that a module has been loaded that reads scopes. */
export function useScopes(): void {
  shared.used = true;
}

/** @throws Error where no call runs: at the top level of a module, or in a timer that a module started */
export function requireScope(member: string): Scope {
  const scope = currentScope();
  if (scope !== undefined) return scope;
  throw new Error(
    `\`${member}\` was called outside a request of app/. Call it inside a route handler, not at the top level of a ` +
      "module; in pages/api read req.headers and req.cookies.",
  );
}

/** Starts the tasks given to `after`, one round after the other, as a task may add more. */
export async function runTasks(scope: Scope, failed: (error: unknown) => void): Promise<void> {
  scope.phase = "after";
  while (scope.tasks.length > 0) {
    const tasks = scope.tasks.splice(0);
    // oxlint-disable-next-line no-await-in-loop -- a round may add the next one
    await Promise.all(
      tasks.map(async (task) => {
        try {
          await enterScope(scope, task);
        } catch (error) {
          failed(error);
        }
      }),
    );
  }
}
