import { immutableHeaders } from "../../stand-ins/expo/immutable-headers.ts";

/** The request as a middleware sees it: its headers cannot be changed, and its body is left to the route. */
export class ImmutableRequest {
  readonly #request: Request;
  #headers: Headers | undefined;

  constructor(request: Request) {
    this.#request = request;
  }

  get headers(): Headers {
    return (this.#headers ??= immutableHeaders(this.#request.headers));
  }

  /** Always `null`: `clone()` gives a request whose body can be read. */
  get body(): null {
    return null;
  }

  get bodyUsed(): boolean {
    return this.#request.bodyUsed;
  }

  get method(): string {
    return this.#request.method;
  }

  get url(): string {
    return this.#request.url;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  get cache(): Request["cache"] {
    return this.#request.cache;
  }

  get credentials(): Request["credentials"] {
    return this.#request.credentials;
  }

  get destination(): Request["destination"] {
    return this.#request.destination;
  }

  get duplex(): string {
    return (this.#request as Request & { duplex: string }).duplex;
  }

  get integrity(): string {
    return this.#request.integrity;
  }

  get keepalive(): boolean {
    return this.#request.keepalive;
  }

  get mode(): Request["mode"] {
    return this.#request.mode;
  }

  get redirect(): Request["redirect"] {
    return this.#request.redirect;
  }

  get referrer(): string {
    return this.#request.referrer;
  }

  get referrerPolicy(): Request["referrerPolicy"] {
    return this.#request.referrerPolicy;
  }

  async arrayBuffer(): Promise<never> {
    throw immutable();
  }

  async blob(): Promise<never> {
    throw immutable();
  }

  async bytes(): Promise<never> {
    throw immutable();
  }

  async formData(): Promise<never> {
    throw immutable();
  }

  async json(): Promise<never> {
    throw immutable();
  }

  async text(): Promise<never> {
    throw immutable();
  }

  clone(): Request {
    return this.#request.clone();
  }
}

/** Expo's message. */
function immutable(): Error {
  return new Error("This operation is not allowed on immutable requests.");
}
