import { type OutgoingHttpHeaders, OutgoingMessage, ServerResponse } from "node:http";
import {
  countBytes,
  endWithin,
  fitToLength,
  kSent,
  type SettledResponse,
  warnOfSize,
} from "./body-length.ts";
import { chooseEncoding, endEncoded, kEncoder, kEnded, refuseLate } from "./encoded.ts";
import type { Encoder } from "./coding.ts";
import { isFraming, mustFold, refuseInterim, settleFraming, takesFraming } from "./framing.ts";
import {
  cookieList,
  foldHeaders,
  headersIn,
  type HeadersArgument,
  type HeaderValue,
  isSetCookie,
  type SentHeaders,
} from "./header.ts";
import type { GivenHeaders } from "./given.ts";
import { endInOneWrite, regainBody } from "./node-fields.ts";
import { kSettings, type WriteSettings } from "./settings.ts";
import { WatchedResponse } from "./watched.ts";

const kAtOnce = Symbol("headers of an answer that was sent in one step");
const kGiven = Symbol("headers that are not set yet");
const kTouched = Symbol("a header was set");
const kFramed = Symbol("a field about the length of its body was set");

/**
 * The one writer of answers: Node's own response, and what happens to a header or a chunk on its way.
 *
 * 1. `setHeader` notes that a header is set; `writeHead` settles the length, and whether the body is encoded.
 * 2. `write` and `end` count the body, and cut it at its Content-Length; an encoder takes the chunks where there is one.
 * 3. `sendAtOnce` sends header and body in one step, where 1 and 2 would change nothing.
 */
export class OutgoingResponse extends WatchedResponse {
  declare [kSettings]: WriteSettings | undefined;
  declare [kSent]: number | undefined;
  /** `null` once it is decided that the body is sent as it is. */
  declare [kEncoder]: Encoder | null | undefined;
  declare [kEnded]: boolean | undefined;
  declare [kAtOnce]: SentHeaders | undefined;
  declare [kGiven]: GivenHeaders | undefined;
  declare [kTouched]: boolean | undefined;
  declare [kFramed]: boolean | undefined;

  /** Sets a header. After the header is sent it does nothing, where Node would throw. */
  override setHeader(name: string, value: HeaderValue): this {
    if (this.headersSent) return this;
    if (this[kGiven] !== undefined) setGiven(this);
    this[kTouched] = true;
    if (isFraming(name)) {
      if (!takesFraming(this, name, value)) return this;
      this[kFramed] = true;
    }
    return super.setHeader(name, isSetCookie(name) ? cookieList(value) : value);
  }

  override appendHeader(name: string, value: string | readonly string[]): this {
    if (isFraming(name)) return this.setHeader(name, value);
    if (this[kGiven] !== undefined) setGiven(this);
    this[kTouched] = true;
    return super.appendHeader(name, value);
  }

  override removeHeader(name: string): void {
    if (this[kGiven] !== undefined) setGiven(this);
    super.removeHeader(name);
  }

  override writeHead(status: number, reason?: string | HeadersArgument, headers?: HeadersArgument): this {
    if (this[kGiven] !== undefined) setGiven(this);
    refuseInterim(status);
    const text = typeof reason === "string" ? reason : undefined;
    const given = headersIn(reason, headers);
    const compress = this[kSettings]?.compress === true;
    try {
      if (this.headersSent || !(compress || (given === undefined ? this[kFramed] : mustFold(given))))
        return super.writeHead(status, text, given as OutgoingHttpHeaders);
      if (given !== undefined) foldHeaders(this, given);
      if (this[kFramed] === true) settleFraming(this, status);
      if (compress) chooseEncoding(this, undefined, status);
      return super.writeHead(status, text);
    } catch (error) {
      regainBody(this);
      throw error;
    }
  }

  override write(chunk: any, encoding?: any, callback?: any): boolean {
    const settings = this[kSettings];
    if (settings === undefined) return super.write(chunk, encoding, callback);
    const counted = countBytes(this, chunk, encoding);
    if (settings.compress && counted && !this.headersSent) this.writeHead(this.statusCode);
    const encoder = this[kEncoder];
    if (!encoder) {
      const fitting = counted ? fitToLength(this, chunk, encoding, this[kSent]!) : chunk;
      return super.write(fitting, encoding, callback);
    }
    if (this[kEnded] !== true) return encoder.write(chunk, encoding, callback);
    refuseLate(this, chunk, typeof encoding === "function" ? encoding : callback);
    return false;
  }

  override end(chunk?: any, encoding?: any, callback?: any): this {
    const settings = this[kSettings];
    if (settings === undefined) return super.end(chunk, encoding, callback);
    const counted = countBytes(this, chunk, encoding);
    warnOfSize(this, settings);
    if (settings.compress && !this.headersSent) chooseEncoding(this, this[kSent]);
    const encoder = this[kEncoder];
    if (encoder) return endEncoded(this, encoder, chunk, encoding, callback);
    return super.end(endWithin(this, chunk, encoding, counted), encoding, callback);
  }

  /** Whether to send an answer in one step makes no difference: no header is set, and nobody's function is in the way. */
  isUntouched(): boolean {
    return (
      this[kTouched] !== true &&
      !this.headersSent &&
      this.setHeader === setHeader &&
      this.writeHead === writeHead &&
      this.end === end &&
      ServerResponse.prototype.setHeader === OutgoingMessage.prototype.setHeader
    );
  }

  /**
   * Sends an answer in one step, for one that `isUntouched`. Header by header, Node checks, converts and stores each of
   * them before it writes them: 0.5 µs for four, of 11 µs that a small answer takes (`npm run bench`, "JSON").
   *
   * @param ascii - whether the body is of ASCII alone: it can be sent in one write with the header
   */
  sendAtOnce(headers: SentHeaders, body?: string | Uint8Array, ascii = false): void {
    refuseInterim(this.statusCode);
    const all = this[kGiven] === undefined ? headers : this[kGiven].with(headers);
    if (all === undefined) setGiven(this);
    super.writeHead(this.statusCode, (all ?? headers) as OutgoingHttpHeaders);
    this[kAtOnce] = headers;
    if (ascii) endInOneWrite(this, body as string);
    else super.end(body);
  }

  // Node keeps no list of headers that are given to writeHead alone; access logs ask for them afterwards.

  override getHeader(name: string): number | string | string[] | undefined {
    if (this[kGiven] !== undefined) setGiven(this);
    return this[kAtOnce] === undefined ? super.getHeader(name) : this.getHeaders()[name.toLowerCase()];
  }

  override getHeaders(): OutgoingHttpHeaders {
    if (this[kGiven] !== undefined) setGiven(this);
    const headers = super.getHeaders();
    // They are still there where they were sent at once.
    for (const [name, value] of this[kGiven]?.fields ?? []) headers[name.toLowerCase()] = value as string;
    for (const [name, value] of Object.entries(this[kAtOnce] ?? {})) headers[name.toLowerCase()] = value;
    return headers;
  }

  override getHeaderNames(): string[] {
    if (this[kGiven] !== undefined) setGiven(this);
    return this[kAtOnce] === undefined ? super.getHeaderNames() : Object.keys(this.getHeaders());
  }

  override hasHeader(name: string): boolean {
    if (this[kGiven]?.has(name) === true) return true;
    return this[kAtOnce] === undefined ? super.hasHeader(name) : this.getHeader(name) !== undefined;
  }

  /** Sends on what the encoder may still hold. Every write is sent on at once, so there is seldom anything. */
  flush(): void {
    this[kEncoder]?.flush();
  }
}

const { setHeader, writeHead, end } = OutgoingResponse.prototype;

// True from the call of `end`, also while the last bytes are still being encoded. Node has an accessor here and its types
// a property: as a member of the class this would be an error in our types, for users who check those too.
Object.defineProperty(OutgoingResponse.prototype, "writableEnded", {
  get(this: OutgoingResponse): boolean {
    return this[kEnded] === true || this.finished;
  },
  configurable: true,
});

/** Gives an answer headers that come before those of its handler. */
export function giveHeaders(res: ServerResponse, given: GivenHeaders): void {
  if (given.isSimple && res instanceof OutgoingResponse && res.isUntouched() && res[kGiven] === undefined)
    res[kGiven] = given;
  else for (const [name, value] of given.fields) res.setHeader(name, value);
}

/** Whether an answer may have headers already. */
export function mayHaveHeaders(res: ServerResponse): boolean {
  return !(res instanceof OutgoingResponse) || res[kTouched] === true || res[kGiven] !== undefined;
}

function setGiven(res: OutgoingResponse): void {
  if (res.headersSent) return;
  const given = res[kGiven];
  res[kGiven] = undefined;
  for (const [name, value] of given!.fields) setHeader.call(res, name, value);
}

/** Forgets the encoding and the size of a body which is not sent after all. */
export function resetBody(res: SettledResponse): void {
  if (res.headersSent) return;
  res[kSent] = undefined;
  if (!(res instanceof OutgoingResponse)) return;
  res[kEncoder]?.destroy();
  res[kEncoder] = undefined;
}
