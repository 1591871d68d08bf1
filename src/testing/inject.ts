import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  Server,
  type ServerResponse,
} from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { parseSetCookie, type SetCookie, stringifyCookie } from "cookie";
import { kLocals } from "../http/locals.ts";
import { exchange } from "../app/memory.ts";

/** What answers requests: a server, or the function that one would be made of, such as `createHandler()` or Express. */
export type Injectable = Server | ((req: IncomingMessage, res: ServerResponse) => unknown);

type Value = string | number | boolean;
type Query = Readonly<Record<string, Value | readonly Value[] | undefined>>;

/** A request, in the form of light-my-request (`fastify.inject`). */
export interface InjectOptions {
  /** Default: `GET`. */
  readonly method?: string;
  /** The path, with a query or without; an absolute URL sets the Host header too. */
  readonly url?: string;
  /** The same as `url`. */
  readonly path?: string;
  /** Added to the query of the URL; a list is a name that is repeated. */
  readonly query?: string | Query;
  readonly headers?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** Objects are sent as JSON; a FormData sets its own content type. */
  readonly payload?: string | Uint8Array | Readable | FormData | URLSearchParams | object;
  /** The same as `payload`. */
  readonly body?: InjectOptions["payload"];
  /** Host header. Default: `localhost:80`. */
  readonly authority?: string;
  /** The client's address. Default: `127.0.0.1`. */
  readonly remoteAddress?: string;
  /** What `context.locals` of Astro's middleware and endpoints begins with. */
  readonly locals?: object;
  /** The client leaves when it fires. */
  readonly signal?: AbortSignal;
  /** Settle when the header is there; read the body by `stream()`. Default: `false`. */
  readonly payloadAsStream?: boolean;
}

/** An answer, in the form of light-my-request. */
export interface InjectResponse {
  readonly raw: { readonly res: IncomingMessage };
  readonly statusCode: number;
  readonly statusMessage: string;
  /** By lower-case name; `set-cookie` is a list. */
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly payload: string;
  readonly body: string;
  readonly rawPayload: Buffer;
  /** The cookies that the answer sets, with their attributes. */
  readonly cookies: readonly SetCookie[];
  /** @throws SyntaxError where the payload is not JSON */
  json(): any;
  /** The body as it comes, with `payloadAsStream`. */
  stream(): Readable;
}

/**
 * Sends a request to an app over a connection in memory: Node parses and frames it as it does on a socket, so that
 * routes get the very request and response that they get in production. It needs no port, and works under fake timers.
 *
 * @returns `statusCode`, `headers`, `payload`, `rawPayload`, `cookies`, `json()`; rejects where the answer is cut off
 * @example const { statusCode } = await inject(testServer(), { method: "POST", url: "/api/users", payload: { a: 1 } });
 */
export async function inject(app: Injectable, options: InjectOptions | string): Promise<InjectResponse> {
  const server = app instanceof Server ? app : createServer((req, res) => void app(req, res));
  const asked = typeof options === "string" ? { url: options } : options;
  const { method = "GET", signal, remoteAddress = "127.0.0.1" } = asked;
  const { body, type } = bodyOf(asked.payload ?? asked.body);
  const { path, host } = targetOf(asked);
  const answer = await exchange(server, {
    method: method.toUpperCase(),
    path,
    headers: headersOf(asked, host, body, type),
    body,
    signal,
    connection: { remoteAddress, localPort: 80, [kLocals]: asked.locals },
  });
  const rawPayload = asked.payloadAsStream === true ? Buffer.alloc(0) : await buffer(answer);
  return responseOf(answer, rawPayload);
}

function responseOf(answer: IncomingMessage, rawPayload: Buffer): InjectResponse {
  const payload = rawPayload.toString();
  return {
    raw: { res: answer },
    statusCode: answer.statusCode!,
    statusMessage: answer.statusMessage!,
    headers: answer.headers,
    trailers: answer.trailers,
    payload,
    body: payload,
    rawPayload,
    cookies: (answer.headers["set-cookie"] ?? []).map((text) => parseSetCookie(text)),
    json: () => JSON.parse(payload) as unknown,
    stream: () => answer,
  };
}

function targetOf({ url, path = url ?? "/", query, authority }: InjectOptions): {
  path: string;
  host: string;
} {
  const { host, pathname, search } = new URL(path, `http://${authority ?? "localhost:80"}`);
  const added = typeof query === "string" ? query : formatQuery(query);
  const joined = [search.slice(1), added].filter((part) => part !== "").join("&");
  // A path is sent as it is written: the URL class would resolve `//` and dots.
  const written = path.startsWith("/") ? path.split(/[?#]/, 1)[0]! : pathname;
  return {
    path: joined === "" ? written : `${written}?${joined}`,
    host: authority ?? (path.startsWith("/") ? "localhost:80" : host),
  };
}

function formatQuery(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) if (each !== undefined) params.append(name, String(each));
  }
  return params.toString();
}

function headersOf(
  { headers = {}, cookies }: InjectOptions,
  host: string,
  body: string | Uint8Array | Readable | undefined,
  type: string | undefined,
): Record<string, string | readonly string[]> {
  const fields: Record<string, string | readonly string[]> = { host, "user-agent": "pages-api inject" };
  if (type !== undefined) fields["content-type"] = type;
  if (typeof body === "string" || body instanceof Uint8Array) {
    fields["content-length"] = String(Buffer.byteLength(body));
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) fields[name.toLowerCase()] = typeof value === "object" ? value : String(value);
  }
  if (cookies !== undefined) {
    const text = stringifyCookie(cookies);
    fields["cookie"] = fields["cookie"] === undefined ? text : `${String(fields["cookie"])}; ${text}`;
  }
  return fields;
}

function bodyOf(payload: InjectOptions["payload"]): {
  body: string | Uint8Array | Readable | undefined;
  type?: string | undefined;
} {
  if (payload === undefined || typeof payload === "string" || payload instanceof Uint8Array) {
    return { body: payload };
  }
  if (payload instanceof Readable) return { body: payload };
  if (payload instanceof FormData || payload instanceof URLSearchParams) {
    const { body, headers } = new Response(payload);
    return { body: Readable.fromWeb(body as NodeStream), type: headers.get("content-type") ?? undefined };
  }
  return { body: JSON.stringify(payload), type: "application/json" };
}
