import { FastResponse } from "../../web/fast-response.ts";
import { isNullBodyStatus } from "../../web/null-body.ts";
import { copyOf, fastPartsOf, isResponse } from "../../web/response.ts";
import type { HeaderUpdate, RequestScope } from "./scope.ts";

const JSON_TYPE = "application/json; charset=utf-8";

/** Headers that the app config adds to answers; a list adds to what is there, a text never replaces it. */
export type ConfigHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * The answer that a thrown value stands for: a Response, a `StatusError`, any other Error with a number as `status`.
 *
 * @throws the value itself, where it stands for no answer
 */
export function thrownResponse(error: unknown, scope: RequestScope): Response {
  if (isResponse(error) && !error.bodyUsed) return withUpdates(error, scope);
  const response = error instanceof Error ? statusResponse(error) : undefined;
  if (response === undefined) throw error;
  return response;
}

function statusResponse(error: Error & { status?: unknown; body?: unknown }): Response | undefined {
  const { status, body } = error;
  if (typeof status !== "number" || !(status >= 200 && status <= 599)) return undefined;
  if (typeof body === "string") {
    return new Response(isNullBodyStatus(status) ? null : body, {
      status,
      headers: isJson(body) ? { "Content-Type": JSON_TYPE } : {},
    });
  }
  const text = JSON.stringify({ error: error.message }, undefined, 2);
  return new Response(isNullBodyStatus(status) ? null : text, {
    status,
    headers: { "Content-Type": JSON_TYPE },
  });
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The answer of a route, with the headers of the app config and of `setResponseHeaders`. */
export function finish(
  response: Response,
  scope: RequestScope,
  headers: ConfigHeaders | undefined,
): Response {
  const answer = response.status === 0 ? new Response(null, { status: 500 }) : response;
  if (headers === undefined) return withUpdates(answer, scope);
  const copy = copyOf(answer);
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") {
      if (!copy.headers.has(name)) copy.headers.set(name, value);
    } else for (const each of value) copy.headers.append(name, each);
  }
  return withUpdates(copy, scope);
}

/** Applies what `setResponseHeaders` was given, and starts the deferred tasks. */
export function withUpdates(response: Response, scope: RequestScope): Response {
  startTasks(scope);
  if (scope.updates.length === 0) return response;
  const fast = withTexts(response, scope.updates);
  if (fast !== undefined) return fast;
  // The headers of `Response.redirect()` cannot be changed.
  const copy = copyOf(response);
  for (const update of scope.updates) applyUpdate(copy.headers, update);
  return copy;
}

/** The same where all updates are records of texts, without making `Headers`: they take most of a small answer. */
function withTexts(response: Response, updates: readonly HeaderUpdate[]): Response | undefined {
  const parts = fastPartsOf(response);
  if (parts === undefined) return undefined;
  const headers = { ...parts.headers };
  for (const update of updates) {
    if (typeof update !== "object" || update === null || update instanceof Headers) return undefined;
    for (const [name, value] of Object.entries(update)) {
      if (typeof value !== "string") return undefined;
      headers[name.toLowerCase()] = value;
    }
  }
  const { status, statusText, body } = parts;
  return new FastResponse(body, { status, statusText, headers: headers as Record<string, string> });
}

function startTasks(scope: RequestScope): void {
  if (scope.tasks.length === 0) return;
  for (const task of scope.tasks.splice(0)) {
    scope.waitUntil(new Promise((resolve) => resolve(task())));
  }
}

function applyUpdate(headers: Headers, update: HeaderUpdate): void {
  if (typeof update === "function") {
    const returned = update(headers);
    if (returned !== undefined && returned !== headers) replaceAll(headers, returned);
  } else if (update instanceof Headers) replaceAll(headers, update);
  else if (typeof update === "object" && update !== null) {
    for (const [name, value] of Object.entries(update)) {
      if (Array.isArray(value)) for (const each of value) headers.append(name, each as string);
      else if (value !== undefined && value !== null) headers.set(name, value as string);
    }
  }
}

function replaceAll(headers: Headers, from: Headers): void {
  const cookies = from.getSetCookie();
  for (const [name, value] of from) if (name !== "set-cookie") headers.set(name, value);
  if (cookies.length > 0) headers.delete("set-cookie");
  for (const cookie of cookies) headers.append("set-cookie", cookie);
}
