import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";

/** A change of the headers of an answer, as `setResponseHeaders` of `expo-server` takes it. */
export type HeaderUpdate =
  | Headers
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | ((headers: Headers) => Headers | void);

type WaitUntil = (work: PromiseLike<unknown>) => void;

/**
 * One request, as the functions of `expo-server` see it. Its members are those that Expo's own package looks for, so that
 * an installed or bundled copy of it works too. They are called without `this`.
 */
export class RequestScope {
  readonly request: Request;
  readonly waitUntil: WaitUntil;
  readonly updates: HeaderUpdate[] = [];
  readonly tasks: (() => unknown)[] = [];
  readonly deferTask = (task: () => unknown): void => void this.tasks.push(task);
  readonly setResponseHeaders = (update: HeaderUpdate): void => void this.updates.push(update);

  constructor(request: Request, waitUntil: WaitUntil) {
    this.request = request;
    this.waitUntil = (work) => waitUntil(Promise.resolve(work));
  }

  get origin(): string {
    return new URL(this.request.url).origin;
  }

  get environment(): string | null {
    return process.env["NODE_ENV"] ?? null;
  }

  get requestHeaders(): Headers {
    return this.request.headers;
  }
}

/** Where `expo-server` looks for the storage of its requests. */
const KEY = Symbol.for("expoServerRuntime");
const globals = globalThis as {
  [KEY]?: { current: AsyncLocalStorage<RequestScope> | null };
  origin?: unknown;
};
const storage = new AsyncLocalStorage<RequestScope>();

/** Makes `expo-server` and the global `origin` work in this process. */
export function installScopes(): void {
  const shared = (globals[KEY] ??= { current: null });
  if (shared.current === storage) return;
  shared.current = storage;
  Object.defineProperty(globals, "origin", {
    configurable: true,
    enumerable: true,
    get: () => storage.getStore()?.origin ?? "null",
  });
}

const kScope = Symbol("expo request");
type Scoped = IncomingMessage & { [kScope]?: RequestScope };

/** The scope of a request: one for its middleware and its route. */
export function scopeOf(req: IncomingMessage, make: () => Request, waitUntil: WaitUntil): RequestScope {
  return ((req as Scoped)[kScope] ??= new RequestScope(make(), waitUntil));
}

/** The scope that a request has already. */
export function scopeBefore(req: IncomingMessage): RequestScope | undefined {
  return (req as Scoped)[kScope];
}

export function enter<A extends unknown[], R>(scope: RequestScope, run: (...args: A) => R, ...args: A): R {
  return storage.run(scope, run, ...args);
}
