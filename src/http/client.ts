import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { isIP } from "node:net";
import type proxyAddr from "proxy-addr";

const require = createRequire(import.meta.url);
/** Loaded where proxies are trusted only: it takes 1.6 MB. */
const loadProxyAddr = (): typeof proxyAddr => require("proxy-addr") as typeof proxyAddr;

/**
 * Which peers are believed what they say of the client in `x-forwarded-for`: a number of hops, counted from this
 * server; addresses, CIDR blocks, or the names `loopback`, `linklocal`, `uniquelocal`, as a list or with commas; a
 * function; `true` for all of them, which is right only where nobody but a proxy can connect.
 */
export type TrustProxy = boolean | number | string | readonly string[] | Trust;

/** `hop` is 0 for the peer at the other end of the connection, 1 for the one behind it; a Unix socket's address is empty. */
export type Trust = (address: string, hop: number) => boolean;

/** On a request or on the server that it came to. One symbol for all copies of this package in a process. */
export const kTrust: unique symbol = Symbol.for("pages-api.trustProxy") as never;

/** `::ffff:192.0.2.1`, as a socket for both families shows IPv4 (RFC 4291 section 2.5.5.2). */
const MAPPED = /^::ffff:(?=\d+\.)/i;
/** Some proxies add the port: `192.0.2.1:80`, `[2001:db8::1]:80`. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+):\d+|\[([^\]]+)\](?::\d+)?)$/;

/**
 * Makes a function of the `trustProxy` option; `undefined` where nobody is trusted.
 *
 * @throws TypeError for what is not a number of hops, an address, a block or a name.
 */
export function compileTrust(option: TrustProxy | undefined): Trust | undefined {
  if (option === undefined || option === false || option === 0) return undefined;
  if (option === true) return () => true;
  if (typeof option === "function") return (address: string | undefined, hop) => option(address ?? "", hop);
  if (typeof option === "number") {
    if (Number.isInteger(option) && option > 0) return (_address, hop) => hop < option;
    throw new TypeError(`\`trustProxy\` is ${option}. Write a number of hops, such as 1.`);
  }
  const names = typeof option === "string" ? option.split(",").map((name) => name.trim()) : [...option];
  try {
    return loadProxyAddr().compile(names);
  } catch (error) {
    throw new TypeError(
      `\`trustProxy\` has an ${(error as Error).message}. Write addresses, blocks such as "10.0.0.0/8", or "loopback".`,
      { cause: error },
    );
  }
}

/**
 * The address of the client that a request comes from: the peer's own, or where `trustProxy` trusts the peer, the
 * nearest address in `x-forwarded-for` that is not trusted. IPv4 is always in its short form, without a port. An entry
 * that is not an address is ignored: the one before it is given. Empty for a socket that has none, or has closed.
 */
export function clientAddress(req: IncomingMessage): string {
  const { socket } = req as { socket: Peer };
  const trust = (req as { [kTrust]?: Trust })[kTrust] ?? socket.server?.[kTrust];
  if (trust === undefined) return peerAddress(req);
  return (
    loadProxyAddr()
      .all(req, trust)
      .map(plain)
      .findLast((address) => address !== undefined) ?? ""
  );
}

interface Peer {
  readonly remoteAddress?: string;
  readonly server?: { readonly [kTrust]?: Trust };
}

/** A connection has many requests: its address is looked at once. */
const peers = new WeakMap<Peer, { readonly text: string; readonly address: string }>();

/** The address of the other end of a request's connection, in the same form. */
export function peerAddress(req: IncomingMessage): string {
  const { socket } = req as { socket: Peer };
  const { remoteAddress: text } = socket;
  if (text === undefined) return "";
  const known = peers.get(socket);
  if (known?.text === text) return known.address;
  const address = plain(text) ?? "";
  peers.set(socket, { text, address });
  return address;
}

function plain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [, v4, v6] = WITH_PORT.exec(text) ?? [];
  const address = (v4 ?? v6 ?? text).replace(MAPPED, "");
  return isIP(address) === 0 ? undefined : address;
}
