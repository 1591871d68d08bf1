import type { OutgoingHttpHeader } from "node:http";
import type { SentHeaders } from "./header.ts";

/** Names that the writer of answers sets or reads itself; a header with one of them is set by `setHeader`. */
const OWN: ReadonlySet<string> = new Set([
  "cache-control",
  "connection",
  "content-encoding",
  "content-length",
  "content-range",
  "content-type",
  "date",
  "etag",
  "keep-alive",
  "set-cookie",
  "trailer",
  "transfer-encoding",
  "vary",
]);

/**
 * Headers that an answer has before its handler runs, such as those of a config. They are the same for many answers:
 * made once, and set one by one only where somebody looks at them.
 */
export class GivenHeaders {
  /** With their values, as they are written. */
  readonly fields: readonly (readonly [name: string, value: string | readonly string[]])[];
  /** Whether they can be sent as they are, in front of those of the answer. */
  readonly isSimple: boolean;
  readonly #flat: readonly string[];
  readonly #names: ReadonlySet<string>;

  constructor(fields: Iterable<readonly [name: string, value: string | readonly string[]]>) {
    this.fields = [...fields];
    this.#flat = this.fields.flatMap(([name, value]) => [name, String(value)]);
    const names = this.fields.map(([name]) => name.toLowerCase());
    this.#names = new Set(names);
    // Of a name in two spellings, `setHeader` keeps the last.
    this.isSimple = this.#names.size === names.length && !names.some((name) => OWN.has(name));
  }

  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  /**
   * These headers and others behind them, as Node's `writeHead` takes them: name, value, name, value, …
   *
   * @returns `undefined` where one name is among both
   */
  with(headers: SentHeaders): OutgoingHttpHeader[] | undefined {
    const all: OutgoingHttpHeader[] = this.#flat.slice();
    for (const name in headers) {
      if (this.#names.has(name.toLowerCase())) return undefined;
      all.push(name, headers[name]!);
    }
    return all;
  }
}
