import { Readable } from "node:stream";
import type { Options } from "./options.ts";
import { exchange } from "./memory.ts";
import { ApiServer } from "./server.ts";
import type { ShutdownReport } from "../lifecycle/shutdown.ts";
import { isNullBodyStatus } from "../web/null-body.ts";

export interface ApiFetch {
  /** Answers a request. Rejects where the answer is cut off, or the request's signal fires. */
  (request: Request): Promise<Response>;
  /** Settles when all routes are loaded; rejects with a RouteError when the tree is wrong. */
  ready(): Promise<void>;
  /** Waits for running requests, for work given to `waitUntil`, and for `onStop`. */
  close(): Promise<ShutdownReport>;
}

/** Fields of the connection in memory, which end with it (RFC 9110 section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set(["connection", "keep-alive", "transfer-encoding"]);

/**
 * Makes a function from a web `Request` to a `Response` that serves the same routes without a socket: for tests, for
 * function platforms, for runtimes with a server of their own. Routes get what they get from `createServer`.
 *
 * @example const response = await createFetch()(new Request("http://localhost/api/hello"));
 */
export function createFetch(options: Options = {}): ApiFetch {
  const server = new ApiServer({ ...options, surviveUncaught: false });

  async function answer(request: Request): Promise<Response> {
    const { protocol, port, pathname, search, host } = new URL(request.url);
    const encrypted = protocol === "https:";
    const { body, method, signal } = request;
    const received = await exchange(server, {
      method,
      path: pathname + search,
      headers: { host, ...headersOf(request) },
      body: body === null ? undefined : Readable.fromWeb(body),
      signal,
      connection: {
        remoteAddress: "127.0.0.1",
        localPort: Number(port) || (encrypted ? 443 : 80),
        encrypted,
      },
    });
    // An answer that is cut off in the turn in which it comes has no body that could be read.
    if (received.destroyed && !received.complete)
      throw new Error("The answer was cut off.", { cause: received.errored });
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(received.headersDistinct)) {
      if (!HOP_BY_HOP.has(name)) for (const value of values) headers.append(name, value);
    }
    const { statusCode: status = 0, statusMessage: statusText = "" } = received;
    if (!isNullBodyStatus(status) && method !== "HEAD") {
      const stream = Readable.toWeb(received) as ReadableStream<Uint8Array>;
      return new Response(stream, { status, statusText, headers });
    }
    received.resume();
    return new Response(null, { status, statusText, headers });
  }

  return Object.assign(answer, {
    ready: () => server.ready(),
    close: () => server.shutdown(),
  });
}

function headersOf({ headers, body }: Request): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    // The server waits for its continue on a connection; here there is nothing to save.
    if (name !== "expect" && !(body === null && name === "content-length") && !HOP_BY_HOP.has(name)) {
      fields[name] = value;
    }
  }
  return fields;
}
