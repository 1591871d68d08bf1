import { type ClientRequest, type IncomingMessage, request, type Server } from "node:http";
import * as streams from "node:stream";
import { type Duplex, Readable } from "node:stream";
import type { kLocals } from "../http/locals.ts";

/** A request for a server that need not listen. */
export interface MemoryRequest {
  readonly method: string;
  /** The path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | Readable | undefined;
  /** The client leaves when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** What the server sees of the connection. */
  readonly connection: {
    readonly remoteAddress: string;
    readonly localPort: number;
    readonly encrypted?: boolean;
    readonly [kLocals]?: object | undefined;
  };
}

/**
 * Sends a request to a server over a connection in memory. Node parses and frames it as it does on a socket, so that
 * routes get the very request and response that they get in production.
 *
 * @returns the answer, as soon as its header is there; rejects where the connection ends before that
 */
export function exchange(server: Server, asked: MemoryRequest): Promise<IncomingMessage> {
  const { method, path, headers, body, signal, connection } = asked;
  return new Promise((resolve, reject) => {
    const createConnection = (): Duplex => connect(server, connection);
    const sent = request({
      method,
      path,
      headers: mutable(headers),
      createConnection,
      ...(signal && { signal }),
    });
    sent.on("error", reject);
    sent.on("response", resolve);
    send(sent, body);
  });
}

function send(sent: ClientRequest, body: MemoryRequest["body"]): void {
  if (!(body instanceof Readable)) {
    sent.end(body);
    return;
  }
  body.on("error", (error) => void sent.destroy(error)).pipe(sent);
  // A source is let go of when nobody takes its rest.
  sent.once("close", () => void body.destroy());
}

/** Opens a connection in memory; Node's servers take any duplex stream as one. */
function connect(server: Server, properties: MemoryRequest["connection"]): Duplex {
  const [near, far] = streams.duplexPair();
  near.once("close", () => void far.destroy());
  far.once("close", () => void near.destroy());
  server.emit("connection", Object.assign(far, properties));
  return near;
}

function mutable(headers: MemoryRequest["headers"]): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
  );
}
