import { parse, serialize, type SerializeOptions } from "cookie";

/** How a cookie is set: the attributes of Set-Cookie, and how its value is encoded. */
export type CookieSetOptions = Omit<SerializeOptions, "encode"> & { encode?(value: string): string };
/** How a cookie is deleted: `path` and `domain` must be those that it was set with. */
export type CookieDeleteOptions = Omit<CookieSetOptions, "expires" | "maxAge" | "encode">;

interface Written {
  /** `undefined` where the cookie is deleted. */
  readonly value: string | undefined;
  readonly header: string;
}

/** One cookie. */
export class AstroCookie {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }

  json(): unknown {
    return JSON.parse(this.value);
  }

  number(): number {
    return Number(this.value);
  }

  boolean(): boolean {
    return this.value !== "" && this.value !== "false" && this.value !== "0";
  }
}

const EPOCH = new Date(0);

/**
 * `context.cookies`: the cookies of a request, and those to set with its answer. What was set is what `get` and `has`
 * see. No attribute has a default: without `path` a cookie is the folder's of the URL (RFC 6265 section 5.1.4).
 */
export class AstroCookies {
  readonly #header: string | null;
  #read: Readonly<Record<string, string | undefined>> | undefined = undefined;
  #written: Map<string, Written> | undefined = undefined;

  /** @param header the Cookie header of the request */
  constructor(header: string | null) {
    this.#header = header;
  }

  get(name: string, options?: { decode?(value: string): string }): AstroCookie | undefined {
    const written = this.#written?.get(name);
    if (written !== undefined)
      return written.value === undefined ? undefined : new AstroCookie(written.value);
    const raw = this.#values()[name];
    if (raw === undefined || raw === "") return undefined;
    return new AstroCookie(decoded(raw, options?.decode ?? decodeURIComponent));
  }

  has(name: string): boolean {
    const written = this.#written?.get(name);
    return written === undefined ? this.#values()[name] !== undefined : written.value !== undefined;
  }

  /**
   * @param value a text; anything else as its own text, a plain object as JSON
   * @throws TypeError for a name or an attribute that no Set-Cookie can hold
   */
  set(name: string, value: unknown, options: CookieSetOptions = {}): void {
    const text = textOf(value);
    this.#write(name, { value: text, header: serialize(name, text, options) });
  }

  /** Deletes a cookie in the client. */
  delete(name: string, options: CookieDeleteOptions = {}): void {
    const { maxAge: _maxAge, ...attributes } = options as CookieSetOptions;
    this.#write(name, {
      value: undefined,
      header: serialize(name, "deleted", { ...attributes, expires: EPOCH }),
    });
  }

  /** Takes over what was set in another one. */
  merge(other: AstroCookies): void {
    for (const [name, written] of other.#written ?? []) this.#write(name, written);
  }

  /** The values of Set-Cookie, in the order in which the cookies were first set. */
  headers(): IterableIterator<string> {
    return [...(this.#written?.values() ?? [])].map(({ header }) => header).values();
  }

  get isWritten(): boolean {
    return this.#written !== undefined;
  }

  #values(): Readonly<Record<string, string | undefined>> {
    return (this.#read ??= this.#header === null ? {} : parse(this.#header, { decode: (text) => text }));
  }

  #write(name: string, written: Written): void {
    (this.#written ??= new Map<string, Written>()).set(name, written);
  }
}

/** As Astro writes values: what has a text of its own by that, a plain object as JSON. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const text = (value as Date).toString();
  return text === Object.prototype.toString.call(value) ? JSON.stringify(value) : text;
}

function decoded(text: string, decode: (text: string) => string): string {
  try {
    return decode(text);
  } catch {
    return text;
  }
}
