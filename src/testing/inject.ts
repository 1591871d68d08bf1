import { createServer, type IncomingMessage, request, Server, type ServerResponse } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import lightMyRequest, { type InjectOptions, type Response as InjectResponse } from "light-my-request";

export type { InjectOptions, InjectResponse };

/** What answers requests: a server, or the function that one would be made of, such as `createHandler()` or Express. */
export type Injectable = Server | ((req: IncomingMessage, res: ServerResponse) => unknown);

/**
 * Sends a request to an app over a connection in memory: Node parses and frames it as it does on a socket, so that
 * routes get the very request and response that they get in production.
 *
 * @param options as light-my-request takes them: `method`, `url`, `headers`, `payload`, `query`, `cookies`
 * @returns `statusCode`, `headers`, `payload`, `rawPayload`, `cookies`, `json()`; rejects where the answer is cut off
 * @example const { statusCode } = await inject(testServer(), { method: "POST", url: "/api/users", payload: { a: 1 } });
 */
export function inject(app: Injectable, options: InjectOptions | string): Promise<InjectResponse> {
  const server = app instanceof Server ? app : createServer((req, res) => void app(req, res));
  const signal = typeof options === "object" ? (options.signal as AbortSignal | undefined) : undefined;
  return lightMyRequest((asked, given) => forward(server, asked, given, signal), options);
}

/** Lets the server answer a request, and copies the answer. */
function forward(server: Server, asked: IncomingMessage, given: ServerResponse, signal?: AbortSignal): void {
  const { method, url: path, headers, socket } = asked;
  const createConnection = (): Duplex => connectTo(server, socket.remoteAddress);
  const fail = (error: Error): void => void given.destroy(error);
  const sent = request({ method, path, headers, createConnection, ...(signal && { signal }) });
  sent.on("error", fail);
  sent.on("response", (answer) => {
    for (const [name, values = []] of Object.entries(answer.headersDistinct)) {
      given.setHeader(name, values.length === 1 ? values[0]! : values);
    }
    given.writeHead(answer.statusCode!, answer.statusMessage);
    answer.on("error", fail).pipe(given);
  });
  asked.on("error", (error) => void sent.destroy(error)).pipe(sent);
}

/** Opens a connection in memory; Node's servers take any duplex stream as one. */
function connectTo(server: Server, remoteAddress: string | undefined): Duplex {
  const [near, far] = duplexPair();
  near.once("close", () => void far.destroy());
  far.once("close", () => void near.destroy());
  server.emit("connection", Object.assign(far, { remoteAddress, localPort: 80 }));
  return near;
}
