import { ResponseCookies } from "@edge-runtime/cookies";
import { extendedResponse } from "../../web/fast-response.ts";
import { absoluteUrl } from "./url.ts";

export type NextResponseInit = ResponseInit & {
  request?: { headers?: Headers };
  nextConfig?: unknown;
  url?: string;
};

const NEXT = "x-middleware-next";
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Said by its type: the compiler would write Node's own in its place, which is not that of every project. */
const WebResponse: typeof globalThis.Response = extendedResponse();

declare const kBody: unique symbol;

/** The web's Response with `cookies`, and the answers of a middleware, as `next/server` exports it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in Next's types
export class NextResponse<Body = unknown> extends WebResponse {
  /** Only its type: what `json` was given. */
  declare readonly [kBody]?: Body;
  #cookies: ResponseCookies | undefined;

  get cookies(): ResponseCookies {
    return (this.#cookies ??= new ResponseCookies(this.headers));
  }

  static override json<JsonBody>(body: JsonBody, init?: ResponseInit): NextResponse<JsonBody> {
    return super.json(body, init) as NextResponse<JsonBody>;
  }

  /**
   * @param init the status, 307 when it is absent, or the whole ResponseInit
   * @throws RangeError for a status that is not a redirect; an error when the URL is not absolute
   */
  static override redirect(url: string | URL, init: number | ResponseInit = 307): NextResponse {
    const status = typeof init === "number" ? init : (init?.status ?? 307);
    if (!REDIRECTS.has(status))
      throw new RangeError(`NextResponse.redirect: ${status} is not a redirect status.`);
    const headers = new Headers(typeof init === "number" ? undefined : init?.headers);
    headers.set("Location", absoluteUrl(url));
    return new NextResponse(null, { ...(typeof init === "number" ? {} : init), headers, status });
  }

  /** For a middleware: the answer comes from another URL. */
  static rewrite(url: string | URL, init?: NextResponseInit): NextResponse {
    const headers = middlewareHeaders(init);
    headers.set("x-middleware-rewrite", absoluteUrl(url));
    return new NextResponse(null, { ...init, headers });
  }

  /** For a middleware: the request goes on, with other headers where `init.request.headers` says so. */
  static next(init?: NextResponseInit): NextResponse {
    if (init === undefined) return new NextResponse(null, { headers: { [NEXT]: "1" } });
    const headers = middlewareHeaders(init);
    headers.set(NEXT, "1");
    return new NextResponse(null, { ...init, headers });
  }
}

function middlewareHeaders(init: NextResponseInit | undefined): Headers {
  const headers = new Headers(init?.headers);
  const replaced = init?.request?.headers;
  if (replaced === undefined) return headers;
  for (const [name, value] of replaced) headers.set(`x-middleware-request-${name}`, value);
  headers.set("x-middleware-override-headers", [...replaced.keys()].join(","));
  return headers;
}
