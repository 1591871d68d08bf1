import { RequestCookies } from "@edge-runtime/cookies";
import { once } from "../../web/once.ts";
import { RemovedNextApi } from "./unsupported.ts";
import { absoluteUrl, NextURL } from "./url.ts";

export type NextRequestInit = RequestInit & { duplex?: "half"; nextConfig?: unknown };

/** Marks requests of the server, which are made by no constructor, as what a route imports as NextRequest. */
export const kNextRequest = Symbol.for("pages-api.NextRequest");

/** `extendRequest` puts the web's Request in its place. */
const WebRequest = Object as unknown as typeof globalThis.Request;

/** The web's Request with `cookies` and `nextUrl`, as `next/server` exports it. */
export class NextRequest extends WebRequest {
  #cookies: RequestCookies | undefined;
  #nextUrl: NextURL | undefined;

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && kNextRequest in value;
  }

  /** @throws when the URL is not absolute */
  constructor(input: Request | string | URL, init: NextRequestInit = {}) {
    extendRequest();
    // fetch wants `duplex` beside a body that streams, and no caller of Next writes it.
    const options = init.body && init.duplex !== "half" ? { ...init, duplex: "half" as const } : init;
    super(input instanceof Request ? input : absoluteUrl(input), options);
  }

  get [kNextRequest](): true {
    return true;
  }

  get cookies(): RequestCookies {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }

  get nextUrl(): NextURL {
    return (this.#nextUrl ??= new NextURL(this.url, undefined, true));
  }

  /** Next took it away. */
  get page(): never {
    throw new RemovedNextApi("request.page", "Use URLPattern, or request.nextUrl.pathname.");
  }

  /** Next took it away. */
  get ua(): never {
    throw new RemovedNextApi("request.ua", 'Use userAgent(request) of "next/server".');
  }
}

/** Makes NextRequest extend Node's Request: to name that loads Node's `fetch`, which not every project needs. */
export const extendRequest = once(() => {
  Object.setPrototypeOf(NextRequest, Request);
  Object.setPrototypeOf(NextRequest.prototype, Request.prototype);
});
