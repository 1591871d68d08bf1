import fresh from "fresh";
import type { Call, Route } from "../../convention.ts";
import { etagOf } from "../../http/etag.ts";
import type { StaticAnswer, StaticAnswers } from "../../static/answers.ts";
import { pathOf } from "./static-path.ts";

/** A Response with these statuses has no body, not even an empty one. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Answers a request with what the build has made of its path, whatever the method, as a file does; `undefined` where the
 * build has made nothing.
 */
export function builtAnswer(
  built: StaticAnswers,
  route: Route,
  request: Request,
  { params }: Call,
): Response | undefined {
  const answer = built.get(pathOf(route, params));
  return answer && responseOf(answer, request);
}

function responseOf({ status, headers: kept, body }: StaticAnswer, request: Request): Response {
  const headers = new Headers();
  for (const [name, given] of Object.entries(kept)) {
    for (const value of [given].flat()) headers.append(name, value);
  }
  if (status === 200) {
    if (!headers.has("etag")) headers.set("etag", etagOf(body));
    if (!headers.has("cache-control")) headers.set("cache-control", "public, max-age=0");
    const asked = Object.fromEntries(request.headers);
    if (fresh(asked, { etag: headers.get("etag")! })) {
      for (const name of ["content-type", "content-length", "content-encoding"]) headers.delete(name);
      return new Response(null, { status: 304, headers });
    }
  }
  const isBare = BODILESS.has(status) || body.length === 0 || request.method === "HEAD";
  return new Response(isBare ? null : (body as Uint8Array<ArrayBuffer>), { status, headers });
}
