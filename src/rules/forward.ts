import { Agent as HttpAgent, type AgentOptions, type IncomingMessage, type ServerResponse } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Socket } from "node:net";
import { ProxyServer, type ProxyServerOptions } from "httpxy";
import { hasBody } from "../http/body.ts";
import { isKept, rewind } from "../http/kept.ts";
import { isInternalHeader } from "../api/request.ts";
import { define, sentHeaders } from "../http/incoming.ts";
import { cut } from "../http/signal.ts";
import { type Upgrade, upgradeOf } from "./upgrade.ts";

const TIMEOUT_MS = 30_000;
/** For one connection only (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = ["keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer"];
/** What frames or names a request is never dropped because a client lists it. */
const KEPT: ReadonlySet<string> = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "upgrade",
]);

export interface ForwardOptions {
  /** Milliseconds without an answer of the other server. Default: 30,000, as in Next; `null` for no limit. */
  readonly timeout?: number | null | undefined;
  /** Of the connections to other servers. */
  readonly agent?: AgentOptions | undefined;
}

/** Sends a request on to another server, and its answer back. Settles when the answer is over. */
export type Forward = (req: IncomingMessage, res: ServerResponse, target: string) => Promise<void>;

/**
 * Makes the function that forwards requests. Bodies are streamed both ways; a side that leaves ends the other; the other
 * server gets the client's headers, its own Host, and `X-Forwarded-Host`.
 */
export function openForward({ timeout = TIMEOUT_MS, agent }: ForwardOptions): Forward {
  const proxy = new ProxyServer({ changeOrigin: true, ignorePath: true });
  const agents = agent && { "http:": new HttpAgent(agent), "https:": new HttpsAgent(agent) };
  proxy.on("proxyReq", (sent, _req, res) => void res.once("close", () => sent.destroy()));
  proxy.on("proxyRes", (received, req, res) => {
    if (res.destroyed) return void received.destroy();
    setConnection(received, req, res);
    res.once("close", () => received.destroy());
    received.once("close", () => {
      if (!received.complete) cut(res);
    });
  });

  return async (req, res, target) => {
    const url = new URL(target);
    const { host = "" } = sentHeaders(req);
    const options: ProxyServerOptions = {
      target: url,
      headers: { "x-forwarded-host": host },
      ...(timeout === null ? {} : { proxyTimeout: timeout }),
      ...(agents && { agent: agents[url.protocol as keyof typeof agents] }),
    };
    const upgrade = isWebSocket(req) ? upgradeOf(req) : undefined;
    try {
      if (upgrade !== undefined) return await takeOver(proxy, req, res, upgrade, options);
      if (isKept(req)) await rewind(req);
      else if (req.readableEnded && hasBody(req)) {
        throw new Error("The host has read the request's body. Mount the handler before its body parser.");
      }
      // An accessor of ours would complete them for a route.
      define(req, "headers", forwardedHeaders(req));
      await proxy.web(req, res, options);
    } catch (cause) {
      if (res.destroyed || upgrade?.socket.destroyed) return;
      throw new Error(`Failed to proxy ${req.method} ${url.origin}${url.pathname}: ${reasonOf(cause)}`, {
        cause,
      });
    }
  };
}

/** Gives the connection of a client to the other server. */
async function takeOver(
  proxy: ProxyServer,
  req: IncomingMessage,
  res: ServerResponse,
  { socket, head }: Upgrade,
  options: ProxyServerOptions,
): Promise<void> {
  // The connection is the other server's now: nothing more is answered on it here.
  res.detachSocket(socket);
  // Node emits it only on a response that has a connection; what waits for the end of this request needs it.
  socket.once("close", () => res.emit("close"));
  socket.once("pipe", (other: unknown) => {
    if (other instanceof Socket) endTogether(socket, other);
  });
  define(req, "headers", upgradeHeaders(req));
  const { proxyTimeout: upgradeTimeout } = options;
  await proxy.ws(req, socket, { ...options, ...(upgradeTimeout && { upgradeTimeout }) }, head);
}

/** When one of two joined connections ends, so does the other; what is already written to it still arrives. */
function endTogether(client: Socket, other: Socket): void {
  const end = (): void => {
    client.destroySoon();
    other.destroySoon();
  };
  for (const side of [client, other]) side.once("end", end).once("close", end);
}

/** The client's connection goes on as Node decides, whatever happens to the one to the other server. */
function setConnection({ headers }: IncomingMessage, req: IncomingMessage, res: ServerResponse): void {
  headers.connection = res.shouldKeepAlive ? "keep-alive" : "close";
  delete headers["keep-alive"];
  const { server } = req.socket as { server?: { keepAliveTimeout?: number } };
  if (res.shouldKeepAlive && server?.keepAliveTimeout) {
    headers["keep-alive"] = `timeout=${Math.floor(server.keepAliveTimeout / 1000)}`;
  }
}

function isWebSocket(req: IncomingMessage): boolean {
  return req.method === "GET" && sentHeaders(req).upgrade?.toLowerCase() === "websocket";
}

/** What asks for another protocol is for the other server (RFC 9110 section 7.8). */
function upgradeHeaders(req: IncomingMessage): IncomingMessage["headers"] {
  return { ...forwardedHeaders(req), connection: "Upgrade" };
}

function forwardedHeaders(req: IncomingMessage): IncomingMessage["headers"] {
  const headers = { ...sentHeaders(req) };
  const listed = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (const name of [...HOP_BY_HOP, ...listed]) if (!KEPT.has(name)) delete headers[name];
  for (const name of Object.keys(headers)) if (isInternalHeader(name)) delete headers[name];
  delete headers.connection;
  return headers;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error
    ? cause.message || (cause as NodeJS.ErrnoException).code || cause.name
    : String(cause);
}
