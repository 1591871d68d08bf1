import type { IncomingHttpHeaders } from "node:http";
import { inspect, type InspectOptions } from "node:util";
import { once } from "./once.ts";

/** The name of a header (RFC 9110 section 5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

/**
 * The headers of a request as the web's `Headers`. What only asks for single ones reads Node's; everything else makes
 * the real object, which takes 2 µs for ten headers.
 */
export class RequestHeaders {
  readonly #source: () => IncomingHttpHeaders;
  #real: Headers | undefined;

  constructor(source: () => IncomingHttpHeaders) {
    extendHeaders();
    this.#source = source;
  }

  /** The real object. What is set on it is set here, and the other way round. */
  get real(): Headers {
    return (this.#real ??= realOf(this.#source()));
  }

  /** Takes another real object, with the same headers. */
  adopt(headers: Headers): void {
    this.#real = headers;
  }

  get(name: string): string | null {
    if (this.#real !== undefined || !TOKEN.test(name)) return this.real.get(name);
    const headers = this.#source();
    const key = name.toLowerCase();
    if (!Object.hasOwn(headers, key)) return null;
    const value = headers[key];
    return typeof value === "string" ? value : this.real.get(name);
  }

  has(name: string): boolean {
    if (this.#real !== undefined || !TOKEN.test(name)) return this.real.has(name);
    return Object.hasOwn(this.#source(), name.toLowerCase());
  }

  append(name: string, value: string): void {
    this.real.append(name, value);
  }

  set(name: string, value: string): void {
    this.real.set(name, value);
  }

  delete(name: string): void {
    this.real.delete(name);
  }

  getSetCookie(): string[] {
    return this.real.getSetCookie();
  }

  forEach(call: (value: string, key: string, parent: unknown) => void, self?: unknown): void {
    this.real.forEach((value, key) => call.call(self, value, key, this));
  }

  keys(): ReturnType<Headers["keys"]> {
    return this.real.keys();
  }

  values(): ReturnType<Headers["values"]> {
    return this.real.values();
  }

  entries(): ReturnType<Headers["entries"]> {
    return this.real.entries();
  }

  [Symbol.iterator](): ReturnType<Headers["entries"]> {
    return this.real.entries();
  }

  /** What is logged: Node's own would look for private fields. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    return inspect(this.real, options);
  }
}

/**
 * To call the constructor of Headers takes longer than all that a small route does with its headers. Its prototype is named
 * by the first request that needs it, as are those of Request and Response: that loads Node's `fetch`, 30 to 60 ms of CPU.
 */
const extendHeaders = once(() => {
  Object.setPrototypeOf(RequestHeaders.prototype, Headers.prototype);
  inheritInternals(RequestHeaders.prototype, new Headers(), "real");
});

function realOf(source: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const name of Object.keys(source)) {
    // Pseudo-headers of HTTP/2 are not headers.
    if (name.startsWith(":")) continue;
    const value = source[name];
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) headers.append(name, one);
  }
  return headers;
}

/**
 * Lets Node's own `fetch`, `new Request(…)` and their kin take an object for the real one behind it. Node 20 and 22 keep
 * what they need under symbols; where there are none this does nothing.
 */
export function inheritInternals(prototype: object, sample: object, member: string): void {
  for (const name of Object.getOwnPropertySymbols(sample)) {
    Object.defineProperty(prototype, name, {
      get(this: Record<string, Record<symbol, unknown>>) {
        return this[member]![name];
      },
      set(this: Record<string, Record<symbol, unknown>>, value: unknown) {
        this[member]![name] = value;
      },
      configurable: true,
    });
  }
}
