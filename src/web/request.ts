import { sentHeaders } from "../http/incoming.ts";
import type { IncomingMessage, ServerResponse } from "node:http";
import { decodeUtf8 } from "../http/read.ts";
import { signalOf } from "../http/signal.ts";
import { bytesOf, streamOf } from "./body.ts";
import { inheritInternals, RequestHeaders } from "./headers.ts";
import { once } from "./once.ts";
import { urlOf } from "./url.ts";

/** What a web request is made of. */
export interface RequestSource {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The path and query. */
  readonly url: string;
  /** The size in bytes from which the body is refused. */
  readonly bodyLimit?: number | undefined;
  /** The origin of its URL. Default: the host that the client asked for. */
  readonly origin?: string | undefined;
  /** The body, where it is not read from the request alone. */
  readonly body?: RequestBody | undefined;
  /** Headers as the client sent them, without those that proxies add and the scheme that they say. Default: `false`. */
  readonly asSent?: boolean | undefined;
}

/** A body that is read once, in one way or the other. */
export interface RequestBody {
  bytes(): Promise<Buffer>;
  stream(): ReadableStream<Uint8Array>;
}

const kReal = "real";

/**
 * A web `Request` made of Node's. Its URL, headers and body are made when they are first read; a real one stands behind
 * it for whatever needs it: `clone()`, `new Request(request)`, `fetch(request)`.
 */
export class ServerRequest {
  readonly #source: RequestSource;
  #url: string | undefined;
  #headers: RequestHeaders | undefined;
  #real: Request | undefined;
  #used = false;

  constructor(source: RequestSource) {
    extendRequest();
    this.#source = source;
  }

  get method(): string {
    return this.#source.req.method!;
  }

  get url(): string {
    const { req, url, origin, asSent } = this.#source;
    return (this.#url ??= origin === undefined ? urlOf(req, url, asSent) : new URL(origin + url).href);
  }

  get headers(): Headers {
    return this.#lazyHeaders as unknown as Headers;
  }

  get #lazyHeaders(): RequestHeaders {
    const { req, asSent } = this.#source;
    return (this.#headers ??= new RequestHeaders(() => (asSent === true ? sentHeaders(req) : req.headers)));
  }

  /** Fires when the client leaves, also after the body was read. */
  get signal(): AbortSignal {
    return signalOf(this.#source.req);
  }

  get body(): ReadableStream<Uint8Array> | null {
    return this.#hasBody ? this[kReal].body : null;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#real?.bodyUsed ?? false);
  }

  get cache(): string {
    return "default";
  }
  get credentials(): string {
    return "same-origin";
  }
  get destination(): string {
    return "";
  }
  get duplex(): string {
    return "half";
  }
  get integrity(): string {
    return "";
  }
  get keepalive(): boolean {
    return false;
  }
  get mode(): string {
    return "cors";
  }
  get redirect(): string {
    return "follow";
  }
  get referrer(): string {
    return "about:client";
  }
  get referrerPolicy(): string {
    return "";
  }
  get isHistoryNavigation(): boolean {
    return false;
  }
  get isReloadNavigation(): boolean {
    return false;
  }

  text(): Promise<string> {
    return this.#read(decodeUtf8);
  }

  json(): Promise<unknown> {
    return this.#read(jsonOf);
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.#read(same);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.arrayBuffer());
  }

  async blob(): Promise<Blob> {
    const type = this.headers.get("content-type") ?? "";
    return new Blob([await this.arrayBuffer()], { type });
  }

  async formData(): Promise<FormData> {
    const type = this.headers.get("content-type");
    const headers: Record<string, string> = type === null ? {} : { "content-type": type };
    return new Response(await this.arrayBuffer(), { headers }).formData();
  }

  clone(): Request {
    return this[kReal].clone();
  }

  /** The real request behind this one. Its body is this one's: once read here, it cannot be read there. */
  get [kReal](): Request {
    if (this.#real !== undefined) return this.#real;
    if (this.#used) throw unusable();
    const { req, res, bodyLimit, body: given } = this.#source;
    const headers = this.#lazyHeaders;
    const { method, signal } = this;
    const body = this.#hasBody ? (given?.stream() ?? streamOf(req, res, bodyLimit)) : null;
    const init = {
      method,
      signal,
      headers: headers.real,
      body,
      ...(body === null ? {} : { duplex: "half" }),
    };
    this.#real = new Request(this.url, init as RequestInit);
    headers.adopt(this.#real.headers);
    return this.#real;
  }

  get #hasBody(): boolean {
    const { method } = this.#source.req;
    return method !== "GET" && method !== "HEAD";
  }

  /** Reads the body whole. No promise more than needed: each takes 2 % of a small POST (`--suite web`). */
  #read<T>(use: (bytes: Buffer) => T): Promise<T> {
    if (this.#real !== undefined) return this.#real.arrayBuffer().then((bytes) => use(Buffer.from(bytes)));
    if (!this.#hasBody) return Promise.resolve(EMPTY).then(use);
    if (this.#used) return Promise.reject(unusable());
    this.#used = true;
    const { req, bodyLimit, body } = this.#source;
    return body === undefined ? bytesOf(req, bodyLimit, use) : body.bytes().then(use);
  }
}

const EMPTY = Buffer.alloc(0);

/** Whether Node's own `new Request(…)` and `fetch` take a request whose real one is behind it. Node 24 looks for more. */
let isAccepted = false;

/** To call the constructor of Request takes as long as a whole small answer. */
const extendRequest = once(() => {
  Object.setPrototypeOf(ServerRequest.prototype, Request.prototype);
  inheritInternals(ServerRequest.prototype, new Request("http://localhost"), kReal);
  isAccepted = accepts();
});

/** Methods that no real request can have (Fetch standard, section 2.2.1): the endpoint answers them. */
const FORBIDDEN: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/**
 * Makes a web request of Node's own.
 *
 * @param Lazy - a class with more members
 * @param Real - the same for where Node takes real requests only; its constructor takes a request
 */
export function toRequest(
  source: RequestSource,
  Lazy: new (source: RequestSource) => ServerRequest = ServerRequest,
  Real?: new (request: Request) => Request,
): Request {
  const request = new Lazy(source);
  if (isAccepted || FORBIDDEN.has(request.method)) return request as unknown as Request;
  const real = request[kReal];
  return Real === undefined ? real : new Real(real);
}

function accepts(): boolean {
  const probe = Object.create(ServerRequest.prototype, {
    [kReal]: { value: new Request("http://localhost/probe", { method: "PUT" }) },
  }) as Request;
  try {
    return new Request(probe).method === "PUT";
  } catch {
    return false;
  }
}

function jsonOf(bytes: Buffer): unknown {
  return JSON.parse(decodeUtf8(bytes)) as unknown;
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

function unusable(): TypeError {
  return new TypeError("Body is unusable: Body has already been read");
}
