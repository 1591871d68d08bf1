import type { Server, ServerOptions as NodeOptions } from "node:http";
import { inspect } from "node:util";

/** How long a connection may take, and how many there may be. All are Node's own, times in milliseconds; 0 for none. */
export interface Limits {
  /**
   * How long a connection is kept after an answer, for the next request. Longer than the 60 s after which the usual load
   * balancer closes it: whoever waits longer meets no request on its way. Default: 72,000.
   */
  keepAliveTimeout?: number;
  /** How long the headers of a request may take, from its first byte, or from the connection. Default: 60,000. */
  headersTimeout?: number;
  /** How long a whole request may take, with its body; then 408. Default: 300,000. */
  requestTimeout?: number;
  /** Bytes that the request line and the headers may have together; then 431. Default: 16,384. */
  maxHeaderSize?: number;
  /** How many connections there may be at a time; more are closed at once. Default: no limit. */
  maxConnections?: number;
  /** How many requests one connection may bring; the last answer says `Connection: close`. Default: 0, no limit. */
  maxRequestsPerSocket?: number;
}

const KEEP_ALIVE_MS = 72_000;
const HEADERS_MS = 60_000;
const REQUEST_MS = 300_000;
/** Node looks at its time limits this often; more often where they are short. */
const CHECK_MS = 30_000;
const SHORTEST_CHECK_MS = 50;

/**
 * The limits as options of `http.createServer`.
 *
 * @throws TypeError for what is not a whole number of milliseconds or bytes.
 */
export function nodeOptionsOf(limits: Limits): NodeOptions {
  const requestTimeout = wholeNumber(limits, "requestTimeout") ?? REQUEST_MS;
  const longest = requestTimeout === 0 ? Infinity : requestTimeout;
  const headersTimeout = wholeNumber(limits, "headersTimeout") ?? Math.min(HEADERS_MS, longest);
  if (headersTimeout > longest) {
    throw new TypeError(
      `\`headersTimeout\` is ${headersTimeout}, more than \`requestTimeout\`, ${requestTimeout}.`,
    );
  }
  const shortest = Math.min(headersTimeout || Infinity, longest);
  const maxHeaderSize = wholeNumber(limits, "maxHeaderSize");
  return {
    keepAliveTimeout: wholeNumber(limits, "keepAliveTimeout") ?? KEEP_ALIVE_MS,
    headersTimeout,
    requestTimeout,
    connectionsCheckingInterval: Math.max(SHORTEST_CHECK_MS, Math.min(CHECK_MS, shortest / 2)),
    ...(maxHeaderSize !== undefined && { maxHeaderSize }),
  };
}

/** Sets the limits that Node takes as properties only. */
export function setLimits(server: Server, limits: Limits): void {
  const maxConnections = wholeNumber(limits, "maxConnections");
  if (maxConnections !== undefined && maxConnections > 0) server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = wholeNumber(limits, "maxRequestsPerSocket") ?? 0;
}

/** @throws TypeError for anything but a whole number that is not negative. */
export function wholeNumber<N extends string>(
  options: { readonly [name in N]?: number },
  name: N,
): number | undefined {
  const value = options[name];
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
  throw new TypeError(`\`${name}\` is ${inspect(value)}. Write a whole number, or 0 for none.`);
}
