import { Readable } from "node:stream";
import { inheritInternals, TOKEN } from "./headers.ts";
import { isNullBodyStatus } from "./null-body.ts";

/** What an answer consists of. Names of headers are lower case; `set-cookie` may have several values. */
export interface Parts {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Record<string, string | string[]>;
  readonly body: string | Uint8Array | ReadableStream | null;
}

/** Gives the parts of a Response that has not been looked into, or `undefined`: then it is read as any other. */
export const kParts = Symbol.for("pages-api.parts");

/** Gives a copy that sets cookies too, or `undefined` where somebody has looked into the Response. */
export const kCookies = Symbol.for("pages-api.cookies");

/** Says whether there is a header, or `undefined` where somebody has looked into the Response. */
export const kHas = Symbol.for("pages-api.has");

/** A Response that may give its parts. */
export interface FastParts {
  [kParts](): Parts | undefined;
  [kHas](name: string): boolean | undefined;
  [kCookies](cookies: readonly string[]): FastParts | undefined;
}

const TEXT = "text/plain;charset=UTF-8";
const JSON_TYPE = "application/json";
/** No line breaks, nothing beyond Latin-1, no spaces at the ends. */
const VALUE = /^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$/;

type Body = ConstructorParameters<typeof Response>[0];
type SimpleHeaders = Record<string, string>;

/**
 * A Response whose body and headers are kept as they were given, until somebody looks into it: the real one, which takes
 * 20 µs, is made then. Anything but a text, bytes or a stream with plain headers makes the real one at once, with its errors.
 */
export class FastResponse {
  #body: string | Uint8Array | ReadableStream | null = null;
  #type: string | undefined;
  #simple: SimpleHeaders | undefined;
  #status = 200;
  #statusText = "";
  #cookies: readonly string[] | undefined;
  #real: Response | undefined;

  static [Symbol.hasInstance](value: unknown): boolean {
    if (this !== FastResponse) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof native();
  }

  static error(): Response {
    return native().error();
  }

  static redirect(url: string | URL, status: number = 302): Response {
    return native().redirect(url, status as 302);
  }

  static json(data: unknown, init?: ResponseInit): FastResponse {
    const text = JSON.stringify(data) as string | undefined;
    // It has the right error for invalid JSON, and for an init of null.
    if (text === undefined || init === null) return native().json(data, init) as unknown as FastResponse;
    return new this(text, init, JSON_TYPE);
  }

  /** @param type the default content type, for `json` */
  constructor(body?: unknown, init?: ResponseInit, type?: string) {
    const Native = native();
    const simple = isSimple(body) ? simpleHeaders(init) : undefined;
    const { status = 200 } = init ?? {};
    if (simple === undefined || !isPlainStatus(status, body) || !isPlainText(init?.statusText)) {
      this.#real = new Native(body as Body, withType(init, type));
      return;
    }
    // Bytes may be changed by their owner later.
    this.#body =
      body instanceof Uint8Array
        ? Uint8Array.prototype.slice.call(body)
        : ((body as string | ReadableStream | undefined) ?? null);
    this.#type = type ?? (typeof body === "string" ? TEXT : undefined);
    this.#simple = simple;
    this.#status = status;
    this.#statusText = init?.statusText ?? "";
  }

  get real(): Response {
    if (this.#real !== undefined) return this.#real;
    const headers = new Headers(this.#headers());
    for (const cookie of this.#cookies ?? []) headers.append("set-cookie", cookie);
    const { status, statusText } = this;
    return (this.#real = new (native())(this.#body as Body, { status, statusText, headers }));
  }

  [kParts](): Parts | undefined {
    return this.#real === undefined ? this.#parts() : undefined;
  }

  [kHas](name: string): boolean | undefined {
    if (this.#real !== undefined) return undefined;
    if (name === "content-type" && this.#type !== undefined) return true;
    if (name === "set-cookie" && this.#cookies !== undefined) return true;
    return this.#simple !== NONE && Object.hasOwn(this.#simple!, name);
  }

  [kCookies](cookies: readonly string[]): FastResponse | undefined {
    if (this.#real !== undefined) return undefined;
    const copy = new FastResponse();
    copy.#body = this.#body;
    copy.#type = this.#type;
    copy.#simple = this.#simple;
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#cookies = this.#cookies === undefined ? cookies : [...this.#cookies, ...cookies];
    return copy;
  }

  #parts(): Parts {
    const headers: Parts["headers"] = this.#headers();
    if (this.#cookies !== undefined) headers["set-cookie"] = [...this.#cookies];
    return { status: this.#status, statusText: this.#statusText, headers, body: this.#body };
  }

  #headers(): SimpleHeaders {
    const headers: SimpleHeaders = { ...this.#simple };
    if (this.#type !== undefined) headers["content-type"] ??= this.#type;
    return headers;
  }

  get status(): number {
    return this.#real?.status ?? this.#status;
  }
  get statusText(): string {
    return this.#real?.statusText ?? this.#statusText;
  }
  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }
  get headers(): Headers {
    return this.real.headers;
  }
  get body(): ReadableStream | null {
    return this.real.body;
  }
  get bodyUsed(): boolean {
    return this.#real?.bodyUsed ?? false;
  }
  get redirected(): boolean {
    return false;
  }
  get type(): Response["type"] {
    return this.#real?.type ?? "default";
  }
  get url(): string {
    return "";
  }
  text(): Promise<string> {
    return this.real.text();
  }
  json(): Promise<unknown> {
    return this.real.json();
  }
  arrayBuffer(): Promise<ArrayBuffer> {
    return this.real.arrayBuffer();
  }
  bytes(): Promise<Uint8Array> {
    return this.real.arrayBuffer().then((bytes) => new Uint8Array(bytes));
  }
  blob(): Promise<Blob> {
    return this.real.blob();
  }
  formData(): Promise<FormData> {
    return this.real.formData();
  }
  clone(): Response {
    return this.real.clone();
  }
}

Object.defineProperty(FastResponse, "name", { value: "Response" });

let Native: typeof Response | undefined;

/** Node's own Response, which the fast one extends from then on: to name it loads Node's `fetch`. */
function native(): typeof Response {
  if (Native === undefined) {
    Native = Response;
    Object.setPrototypeOf(FastResponse.prototype, Native.prototype);
    inheritInternals(FastResponse.prototype, new Native(), "real");
  }
  return Native;
}

/** The class for modules that routes import: they may look at its prototype before an instance is made. */
export function extendedResponse(): typeof FastResponse {
  native();
  return FastResponse;
}

function isSimple(body: unknown): body is string | Uint8Array | ReadableStream | null | undefined {
  if (typeof body === "string" || body === null || body === undefined) return true;
  return (
    body instanceof Uint8Array ||
    (body instanceof ReadableStream && !body.locked && !Readable.isDisturbed(body as never))
  );
}

function isPlainStatus(status: unknown, body: unknown): status is number {
  if (!Number.isInteger(status) || (status as number) < 200 || (status as number) > 599) return false;
  return body === null || body === undefined || !isNullBodyStatus(status as number);
}

function isPlainText(text: unknown): boolean {
  return text === undefined || text === "" || (typeof text === "string" && VALUE.test(text));
}

const NONE: SimpleHeaders = Object.freeze({});

/** Headers of a plain object, by lower-case names; `undefined` for what only the real Headers can read. */
function simpleHeaders(init: ResponseInit | undefined): SimpleHeaders | undefined {
  const given = init?.headers as unknown;
  if (given === undefined) return NONE;
  if (typeof given !== "object" || given === null || Object.getPrototypeOf(given) !== Object.prototype) {
    return undefined;
  }
  const headers: SimpleHeaders = {};
  for (const name of Object.keys(given)) {
    const value = (given as Record<string, unknown>)[name];
    const key = name.toLowerCase();
    if (typeof value !== "string" || !VALUE.test(value) || !TOKEN.test(key)) return undefined;
    if (key === "set-cookie" || Object.hasOwn(headers, key) || key === "__proto__") return undefined;
    headers[key] = value;
  }
  return headers;
}

function withType(init: ResponseInit | undefined, type: string | undefined): ResponseInit | undefined {
  if (type === undefined || type === TEXT) return init;
  const headers = new Headers(init?.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return { ...init, headers };
}
