import { RequestCookies } from "@edge-runtime/cookies";
import { toRequest, type RequestSource, ServerRequest } from "../../web/request.ts";
import { kNextRequest, NextRequest } from "../../stand-ins/next/request.ts";
import { RemovedNextApi } from "../../stand-ins/next/unsupported.ts";
import { NextURL, type UrlOptions } from "../../stand-ins/next/url.ts";

interface NextSource extends RequestSource {
  /** What next.config says of URLs. */
  readonly urls?: UrlOptions | undefined;
  /** The path and query with the locale that `url` may be without. */
  readonly asked?: string | undefined;
}

/** The server's request with what `NextRequest` of `next/server` adds. */
class ServerNextRequest extends ServerRequest {
  readonly #source: NextSource;
  #cookies: RequestCookies | undefined;
  #nextUrl: NextURL | undefined;

  constructor(source: NextSource) {
    super(source);
    this.#source = source;
  }

  get [kNextRequest](): true {
    return true;
  }

  get cookies(): RequestCookies {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }

  get nextUrl(): NextURL {
    return (this.#nextUrl ??= nextUrlOf(this.url, this.#source));
  }

  get page(): never {
    throw new RemovedNextApi("request.page", "Use URLPattern, or request.nextUrl.pathname.");
  }

  get ua(): never {
    throw new RemovedNextApi("request.ua", 'Use userAgent(request) of "next/server".');
  }
}

Object.defineProperty(ServerNextRequest, "name", { value: "NextRequest" });

/** Makes the NextRequest of a call. Its query is spelled as `URLSearchParams` spells it, as in Next. */
export function toNextRequest(source: NextSource): NextRequest {
  const url = withQuery(source.url);
  const given = url === source.url ? source : { ...source, url };
  const request = toRequest(given, ServerNextRequest, NextRequest) as NextRequest;
  if (source.urls !== undefined && !ServerNextRequest.prototype.isPrototypeOf(request)) {
    Object.defineProperty(request, "nextUrl", { value: nextUrlOf(request.url, source) });
  }
  return request;
}

function nextUrlOf(url: string, { urls, asked, origin }: NextSource): NextURL {
  if (asked === undefined || origin === undefined) return new NextURL(url, urls, true);
  return new NextURL(origin + withQuery(asked), urls);
}

/** As `URLSearchParams` leaves it: each key with its `=`. */
const SPELLED = /^[\w.*-]+=[\w.*-]*(?:&[\w.*-]+=[\w.*-]*)*$/;

function withQuery(url: string): string {
  const start = url.indexOf("?");
  if (start === -1) return url;
  const end = url.indexOf("#", start);
  const query = url.slice(start + 1, end === -1 ? undefined : end);
  if (end === -1 && SPELLED.test(query)) return url;
  const text = String(new URLSearchParams(query));
  return text === "" ? url.slice(0, start) : `${url.slice(0, start)}?${text}`;
}
