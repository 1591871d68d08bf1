import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { localOrigin } from "../../web/url.ts";

/**
 * As in Next the host is never the client's: a redirect to the same origin is made relative again. It is the origin of a
 * URL, so that those of the middleware can be compared with it.
 */
export function originOf({ headers, socket }: IncomingMessage): string {
  const sent = headers["x-forwarded-proto"];
  const isSecure =
    sent === undefined
      ? Boolean((socket as Partial<TLSSocket>).encrypted)
      : String(sent).split(",", 1)[0]!.trim() === "https";
  return localOrigin(isSecure ? "https" : "http", socket.localPort);
}
