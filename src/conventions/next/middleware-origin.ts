import type { IncomingMessage } from "node:http";

/** As in Next the host is never the client's: a redirect to the same origin is made relative again. */
export function originOf({ headers, socket }: IncomingMessage): string {
  const sent = headers["x-forwarded-proto"];
  const isSecure =
    sent === undefined ? "encrypted" in socket : String(sent).split(",", 1)[0]!.trim() === "https";
  return `${isSecure ? "https" : "http"}://localhost:${socket.localPort ?? (isSecure ? 443 : 80)}`;
}
