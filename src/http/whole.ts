import {
  OutgoingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from "node:http";

/** Headers in the order in which they are sent. */
export type WholeHeaders = Readonly<Record<string, OutgoingHttpHeader>>;

const kWhole = Symbol("headers of a whole answer");

/**
 * Node's own response that can be sent in one step. Header by header, Node checks, converts and stores each of them
 * before it writes them: 0.5 µs for four, of 11 µs that a small answer takes in all.
 */
export class WholeResponse extends ServerResponse {
  declare [kWhole]: WholeHeaders | undefined;

  /** Whether one step comes to the same: no header is set, and nobody has put a function of his own in the way. */
  isUntouched(): boolean {
    const { setHeader, writeHead, end } = Object.getPrototypeOf(this) as ServerResponse;
    return (
      !this.headersSent &&
      this.setHeader === setHeader &&
      this.writeHead === writeHead &&
      this.end === end &&
      super.setHeader === OutgoingMessage.prototype.setHeader &&
      super.getHeaderNames().length === 0
    );
  }

  sendWhole(headers: WholeHeaders, body?: string | Buffer): void {
    super.writeHead(this.statusCode, headers);
    this[kWhole] = headers;
    super.end(body);
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
