import type { Scope } from "../../web/scope.ts";
import { answerOf } from "../../stand-ins/next/navigation.ts";
import { hasHeader, isResponse, noResponse } from "../../web/response.ts";

/**
 * The Response of what a handler returned.
 *
 * @throws TypeError for anything else, and for the answers of a middleware
 */
export function returned(value: unknown, file: string, scope: Scope | undefined): Response {
  if (!isResponse(value)) throw noResponse(value, file);
  const isNext = hasHeader(value, "x-middleware-next");
  if (isNext || hasHeader(value, "x-middleware-rewrite")) {
    const name = isNext ? "next" : "rewrite";
    throw new TypeError(
      `${file} returned NextResponse.${name}(), which belongs to a middleware. Return an answer: new Response("…").`,
    );
  }
  return withCookies(value, scope);
}

const INTERRUPTS: Readonly<Record<number, string>> = { 401: "unauthorized()", 403: "forbidden()" };

/**
 * The Response of what a handler threw: that of `redirect()`, `notFound()` and their kin. Throws any other error again.
 *
 * @param authInterrupts - whether next.config has `experimental.authInterrupts`, without which Next refuses `forbidden()`
 */
export function thrown(error: unknown, scope: Scope | undefined, authInterrupts: boolean): Response {
  const answer = answerOf(error);
  if (answer === undefined) throw error;
  const { status, location } = answer;
  const interrupt = INTERRUPTS[status];
  if (interrupt !== undefined && !authInterrupts) {
    throw new Error(
      `${interrupt} of "next/navigation" is experimental. Write in next.config: experimental: { authInterrupts: true }`,
      { cause: error },
    );
  }
  if (location === undefined) return new Response(null, { status });
  return withCookies(new Response(null, { status, headers: { location } }), scope);
}

/** The cookies that were set by `cookies()` go with whatever Response comes back. */
function withCookies(response: Response, scope: Scope | undefined): Response {
  if (scope?.cookies === undefined || !scope.cookies.isChanged) return response;
  const headers = new Headers(response.headers);
  scope.cookies.appliedTo(headers);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
