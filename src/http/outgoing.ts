import { type OutgoingHttpHeaders, OutgoingMessage, ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { format } from "bytes";
import type { Encoder } from "./coding.ts";
import { startEncoder } from "./compress.ts";
import { checkLength, fitToLength } from "./content-length.ts";
import { kSettings, type ResponseSettings } from "./settings.ts";
import { foldHeaders, type HeadersArgument } from "./header.ts";
import { WholeResponse } from "./whole.ts";

export { kSettings, type ResponseSettings };
export const kSent = Symbol("bytes sent");
const kText = Symbol("text of known length");
const kTextLength = Symbol("its length in bytes");
const kEncoder = Symbol("encoder");
const kEnded = Symbol("ended");

/** Node's own functions, below the overrides of this class. */
const sendChunk: (this: ServerResponse, chunk: Buffer) => boolean = ServerResponse.prototype.write;
const sendEnd: (this: ServerResponse) => void = ServerResponse.prototype.end;

type Chunk = string | Uint8Array;
type Callback = (error?: Error | null) => void;
type HeaderValue = number | string | readonly string[];

/** A response that has settings: ours, or one of another server. */
export interface SettledResponse extends ServerResponse {
  [kSettings]?: ResponseSettings | undefined;
  [kSent]?: number | undefined;
  [kText]?: string | undefined;
  [kTextLength]?: number | undefined;
}

/** Node's own response whose body is counted against the route's limit, and compressed where both sides want it. */
export class OutgoingResponse extends WholeResponse {
  declare [kSettings]: ResponseSettings | undefined;
  declare [kSent]: number | undefined;
  declare [kText]: string | undefined;
  declare [kTextLength]: number | undefined;
  /** `null` once it is decided that the body is sent as it is. */
  declare [kEncoder]: Encoder | null | undefined;
  declare [kEnded]: boolean | undefined;

  /** Sets a header. After the header is sent it does nothing, as in Next; Node would throw. */
  override setHeader(name: string, value: HeaderValue): this {
    if (this.headersSent) return this;
    return super.setHeader(name, isSetCookie(name) ? cookieList(value) : value);
  }

  override writeHead(status: number, reason?: string | HeadersArgument, headers?: HeadersArgument): this {
    const text = typeof reason === "string" ? reason : undefined;
    const given = headers ?? (typeof reason === "string" ? undefined : reason);
    if (this[kSettings]?.compress === true && !this.headersSent) {
      if (given !== undefined) foldHeaders(this, given);
      chooseEncoding(this, undefined);
      return super.writeHead(status, text);
    }
    return super.writeHead(status, text, given as OutgoingHttpHeaders);
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

  /** Whether to send an answer in one step comes to the same: no header is set, and nobody's function is in the way. */
  isUntouched(): boolean {
    return (
      this.isBare() &&
      this.setHeader === setHeader &&
      this.writeHead === writeHead &&
      this.end === end &&
      ServerResponse.prototype.setHeader === OutgoingMessage.prototype.setHeader
    );
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

/** The length in bytes of a text that is about to be sent. To measure 1 MB takes 0.2 ms: once is enough. */
export function measure(res: SettledResponse, text: string): number {
  res[kText] = text;
  return (res[kTextLength] = Buffer.byteLength(text));
}

/**
 * Adds what is written to the bytes counted so far.
 *
 * @returns false for what is no chunk at all; Node refuses it, and no header should be sent for it
 */
export function countBytes(res: SettledResponse, chunk: unknown, encoding: unknown): boolean {
  let length;
  if (chunk !== undefined && chunk === res[kText]) {
    length = res[kTextLength];
  } else if (typeof chunk === "string") {
    length = Buffer.byteLength(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  } else if (chunk instanceof Uint8Array) {
    length = chunk.byteLength;
  }
  res[kSent] = (res[kSent] ?? 0) + (length ?? 0);
  return length !== undefined;
}

/** The last chunk of a body as its Content-Length has room for it. */
export function endWithin(res: SettledResponse, chunk: any, encoding: unknown, counted: boolean): any {
  if (res.writableEnded) return chunk;
  const sent = res[kSent] ?? 0;
  checkLength(res, sent);
  return counted ? fitToLength(res, chunk as Chunk, encoding, sent) : chunk;
}

/** Next's warning about an answer that is too large for a serverless platform. It never blocks the answer. Once for each. */
export function warnOfSize(res: SettledResponse, { responseLimit, logger }: ResponseSettings): void {
  if (res.writableEnded || (res[kSent] ?? 0) < responseLimit) return;
  logger.warn(
    `API response for ${res.req.url} exceeds ${format(responseLimit)}. API Routes are meant to respond quickly. ` +
      "https://nextjs.org/docs/messages/api-routes-response-size-limit",
  );
}

/** Forgets the encoding and the size of a body which is not sent after all. */
export function resetBody(res: SettledResponse): void {
  if (res.headersSent) return;
  res[kSent] = undefined;
  if (!(res instanceof OutgoingResponse)) return;
  res[kEncoder]?.destroy();
  res[kEncoder] = undefined;
}

export function isSetCookie(name: string): boolean {
  return name.length === 10 && name.toLowerCase() === "set-cookie";
}

/** What `setHeader` keeps of cookies, as in Next: always a list, equal ones once, none of a value that is not a text. */
export function cookieList(value: HeaderValue): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? [...new Set(value as readonly string[])] : [];
}

function chooseEncoding(res: OutgoingResponse, length: number | undefined): void {
  if (res[kEncoder] !== undefined) return;
  const encoder = (res[kEncoder] = startEncoder(res, length));
  if (encoder === null) return;
  encoder.on("data", (chunk: Buffer) => {
    if (!sendChunk.call(res, chunk)) encoder.pause();
  });
  encoder.on("end", () => sendEnd.call(res));
  // While the socket is full its own drain is still to come, and is the one to wait for.
  encoder.on("drain", () => !res.writableNeedDrain && res.emit("drain"));
  encoder.on("error", (error) => res.destroy(error));
  res.on("drain", () => void encoder.resume());
  res.on("close", () => void encoder.destroy());
}

function endEncoded<R extends OutgoingResponse>(res: R, encoder: Writable, ...rest: any[]): R {
  const callback = rest.find((value): value is Callback => typeof value === "function");
  const [chunk, encoding] = rest.filter((value) => typeof value !== "function") as [Chunk?, BufferEncoding?];
  if (res[kEnded] === true) {
    refuseLate(res, chunk, callback);
    return res;
  }
  if (!res.headersSent) res.writeHead(res.statusCode);
  res[kEnded] = true;
  if (callback !== undefined) res.once("finish", callback);
  if (chunk === undefined || chunk === null) encoder.end();
  else encoder.end(chunk, encoding ?? "utf8");
  return res;
}

/** What Node does about a write after the end: the callback and the error event get the error, the answer stands. */
function refuseLate(res: OutgoingResponse, chunk: unknown, callback: Callback | undefined): void {
  const error = Object.assign(new Error("write after end"), { code: "ERR_STREAM_WRITE_AFTER_END" });
  if (callback !== undefined) process.nextTick(callback, error);
  if (chunk !== undefined) process.nextTick(() => res.emit("error", error));
}
