import type { OutgoingHttpHeader, OutgoingHttpHeaders } from "node:http";
import { WatchedResponse } from "./watched.ts";

/** Headers in the order in which they are sent. */
export type WholeHeaders = Readonly<Record<string, OutgoingHttpHeader>>;

const kWhole = Symbol("headers of a whole answer");
const kTouched = Symbol("a header was set");

/**
 * Node's own response that can be sent in one step. Header by header, Node checks, converts and stores each of them
 * before it writes them: 0.5 µs for four, of 11 µs that a small answer takes in all.
 */
export class WholeResponse extends WatchedResponse {
  declare [kWhole]: WholeHeaders | undefined;
  declare [kTouched]: boolean | undefined;

  /** Whether no header is set. */
  isBare(): boolean {
    return this[kTouched] !== true && !this.headersSent;
  }

  /**
   * @param ascii - whether the body is of ASCII alone. Node has header and text encoded together: as Latin-1 that is a
   *   copy of bytes, as UTF-8 a walk over all characters, 2 % of a small answer and most of one of 1 MB.
   */
  sendWhole(headers: WholeHeaders, body?: string | Buffer, ascii = false): void {
    super.writeHead(this.statusCode, headers);
    this[kWhole] = headers;
    // A status text of the route's own may have other characters.
    if (ascii && this.statusMessage === undefined) super.end(body, "latin1");
    else super.end(body);
  }

  override setHeader(name: string, value: number | string | readonly string[]): this {
    this[kTouched] = true;
    return super.setHeader(name, value);
  }

  override appendHeader(name: string, value: string | readonly string[]): this {
    this[kTouched] = true;
    return super.appendHeader(name, value);
  }

  // Node keeps no list of headers that are given to writeHead alone; access logs ask for them afterwards.

  override getHeader(name: string): number | string | string[] | undefined {
    return this[kWhole] === undefined ? super.getHeader(name) : this.getHeaders()[name.toLowerCase()];
  }

  override getHeaders(): OutgoingHttpHeaders {
    const headers = super.getHeaders();
    const whole = this[kWhole] ?? {};
    for (const name of Object.keys(whole)) headers[name.toLowerCase()] = whole[name];
    return headers;
  }

  override getHeaderNames(): string[] {
    return this[kWhole] === undefined ? super.getHeaderNames() : Object.keys(this.getHeaders());
  }

  override hasHeader(name: string): boolean {
    return this[kWhole] === undefined ? super.hasHeader(name) : this.getHeader(name) !== undefined;
  }
}
