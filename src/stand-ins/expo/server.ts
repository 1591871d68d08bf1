import { immutableHeaders } from "./immutable-headers.ts";
import type { ImmutableRequest, LoaderFunction } from "./types.ts";

export { StatusError, type StatusErrorBody, type StatusErrorOptions } from "./status-error.ts";
export type * from "./types.ts";

interface Scope {
  readonly origin: string | null;
  readonly environment: string | null;
  readonly requestHeaders: Headers;
  waitUntil(work: Promise<unknown>): void;
  deferTask(task: () => unknown): void;
  setResponseHeaders(update: unknown): void;
}

interface Runtime {
  current: { getStore(): Scope | undefined } | null;
}

const KEY = Symbol.for("expoServerRuntime");

function scope(name: string): Scope {
  const found = (globalThis as { [KEY]?: Runtime })[KEY]?.current?.getStore();
  if (found !== undefined) return found;
  throw new Error(
    `${name}() of "expo-server" was called outside a request. Call it in a route's function, not at the top level of a module.`,
  );
}

/** The origin of the request's URL, such as `https://example.com`. The client's `Origin` header has no part in it. */
export function origin(): string | null {
  return scope("origin").origin;
}

/** The environment's `NODE_ENV`, or `null`. */
export function environment(): string | null {
  return scope("environment").environment;
}

/** A copy of the request's headers that cannot be changed. */
export function requestHeaders(): Headers {
  return immutableHeaders(scope("requestHeaders").requestHeaders);
}

/** Starts a task at once, and keeps the server until it is done. */
export function runTask(task: () => Promise<unknown>): void {
  scope("runTask").waitUntil(task());
}

/** Starts a task when the route has returned its answer. Not where it throws an error. */
export function deferTask(task: () => Promise<unknown> | void): void {
  scope("deferTask").deferTask(task);
}

/**
 * Changes headers of the answer to come: a record (a list adds, a text replaces), `Headers`, or a function that gets
 * the answer's.
 */
export function setResponseHeaders(
  update: Headers | Record<string, string | string[]> | ((headers: Headers) => Headers | void),
): void {
  scope("setResponseHeaders").setResponseHeaders(update);
}

type LoaderParams = Record<string, string | string[]>;

/** A loader of a page's data that reads no request. Pages alone have loaders; a module that a route shares may make one. */
export function createStaticLoader<T>(load: (params: LoaderParams) => Promise<T> | T): LoaderFunction<T> {
  return (_request, params) => load(params);
}

/** A loader of a page's data for each request. */
export function createServerLoader<T>(
  load: (request: ImmutableRequest, params: LoaderParams) => Promise<T> | T,
): LoaderFunction<T> {
  return (request, params) => {
    if (request !== undefined) return load(request, params);
    throw new Error(
      "A server loader needs a request, and none is there while pages are exported. Use createStaticLoader.",
    );
  };
}

// Older documentation imports them from "expo-router/server".
const { Request: ExpoRequest, Response: ExpoResponse } = globalThis;
type ExpoRequest = globalThis.Request;
type ExpoResponse = globalThis.Response;
export { ExpoRequest, ExpoRequest as Request, ExpoResponse, ExpoResponse as Response };
