import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { sentHeaders } from "../http/incoming.ts";

/** What `new URL` leaves as it is, but for segments of dots. */
const PLAIN = /^\/[\w\-.~!$&()*+,;=:@%/]*(?:\?[\w\-.~!$&()*+,;=:@%/?]*)?$/;
const DOTS = /\/(?:\.|%2e)/i;
/** By scheme and host as they came: the origin, or `undefined` for an invalid host. */
const origins = new Map<string, string | undefined>();

/** The absolute URL of a request: the host that the client asked for, and the scheme that a proxy says it asked by. */
export function urlOf(req: IncomingMessage, target: string, asSent = false): string {
  const { socket } = req;
  const headers = asSent ? sentHeaders(req) : req.headers;
  const forwarded = asSent ? undefined : headers["x-forwarded-proto"];
  const isSecure =
    forwarded === undefined
      ? Boolean((socket as Partial<TLSSocket>).encrypted)
      : firstOf(String(forwarded)) === "https";
  const scheme = isSecure ? "https" : "http";
  const origin = originOf(`${scheme}://${headers.host ?? ""}`) ?? localOrigin(scheme, socket.localPort);
  if (PLAIN.test(target) && !DOTS.test(target)) return origin + target;
  if (!URL.canParse(origin + target)) return `${origin}/`;
  const url = new URL(origin + target);
  url.hash = "";
  return url.href;
}

/**
 * The origin of this server by the port that a request came to. As in a URL, the scheme's own port is not in it; a Unix
 * socket has none.
 */
export function localOrigin(scheme: "http" | "https", port: number | undefined): string {
  const isDefault = port === undefined || port === (scheme === "https" ? 443 : 80);
  return `${scheme}://localhost${isDefault ? "" : `:${port}`}`;
}

function originOf(text: string): string | undefined {
  if (origins.has(text)) return origins.get(text);
  // A host with a path or a user in it is not valid.
  const isHost = URL.canParse(text) && !/[/?#@\\]/.test(text.slice(text.indexOf("//") + 2));
  const origin = isHost ? new URL(text).origin : undefined;
  // Headers come from clients: most send one of a few, and none is to fill the memory.
  if (origins.size < 1000 && text.length < 200) origins.set(text, origin);
  return origin;
}

function firstOf(list: string): string {
  return list.split(",", 1)[0]!.trim();
}
