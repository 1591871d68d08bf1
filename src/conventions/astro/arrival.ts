import type { IncomingMessage } from "node:http";
import { localsOf } from "../../http/locals.ts";
import { decodePath } from "./path.ts";
import type { Forwarded } from "./origin.ts";

/** How a request came here. */
export interface Arrival {
  readonly isPrerendered: boolean;
  /** What the host of the server gives to the project. */
  readonly locals: object;
  /** The address of the client. */
  readonly address: string;
  /** The URL of a request as a proxy in front of the server says it, with a path that is decoded as far as a URL can be. */
  urlOf(request: Request): URL;
}

/** A request of a client. */
export class LiveArrival implements Arrival {
  readonly isPrerendered = false;
  readonly locals: object;
  readonly #req: IncomingMessage;
  readonly #forwarded: Forwarded;

  constructor(req: IncomingMessage, forwarded: Forwarded) {
    this.#req = req;
    this.#forwarded = forwarded;
    this.locals = localsOf(req);
  }

  get address(): string {
    return this.#forwarded.address ?? this.#req.socket?.remoteAddress ?? "";
  }

  get isForwarded(): boolean {
    const { protocol, host, port } = this.#forwarded;
    return (protocol ?? host ?? port) !== undefined;
  }

  urlOf({ url: text }: Request): URL {
    const url = new URL(text);
    if (url.pathname.includes("%")) url.pathname = decodePath(url.pathname) ?? url.pathname;
    // A backslash that was encoded is a slash of the URL now.
    if (url.pathname.includes("//")) url.pathname = url.pathname.replace(/\/{2,}/g, "/");
    const { protocol, host, port } = this.#forwarded;
    if (protocol !== undefined) url.protocol = `${protocol}:`;
    if (host !== undefined) {
      const [hostname, own = ""] = host.split(":");
      Object.assign(url, { hostname, port: own });
    }
    if (port !== undefined && host === undefined) url.port = port;
    return url;
  }
}

/** The request of a build, which no client has sent. */
export class BuildArrival implements Arrival {
  readonly isPrerendered = true;
  readonly locals = {};

  get address(): never {
    throw new Error(
      "clientAddress is not known when a build makes the answer. Write: export const prerender = false.",
    );
  }

  urlOf({ url }: Request): URL {
    return new URL(url);
  }
}
