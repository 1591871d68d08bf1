import type { ServerResponse } from "node:http";

type Reader = ReadableStreamDefaultReader<unknown>;
type Read = Awaited<ReturnType<Reader["read"]>>;

/**
 * Bytes that may wait for the client before the stream does. With Node's 16 KB, an answer of four chunks takes four
 * system calls instead of one, and twice the time (`npm run bench -- --suite web`).
 */
const AHEAD = 128 * 1024;

/**
 * Sends a stream: each chunk as it comes, as fast as the client takes them. It is cancelled when the client leaves. The
 * header goes with the first chunk, or soon without one. A body of one chunk goes in one write, with its length.
 *
 * @param setHead - sets the status and the headers
 * @param fail - called with what the stream fails with; what has begun is to be cut
 */
export function sendStream(
  res: ServerResponse,
  body: ReadableStream,
  setHead: () => void,
  fail: (error: unknown) => void,
): void {
  if (res.destroyed || res.writableEnded) {
    body.cancel().catch(ignore);
    return;
  }
  if (res.req.method === "HEAD" || res.statusCode === 204) {
    setHead();
    body.cancel().catch(ignore);
    res.end();
    return;
  }
  new Sending(res, body.getReader() as Reader, setHead, fail).start();
}

/** Sends the chunks of one stream. No promise more than the stream's own: each takes 2 % of one of four chunks (`--suite web`). */
class Sending {
  readonly #res: ServerResponse;
  readonly #reader: Reader;
  readonly #setHead: () => void;
  readonly #fail: (error: unknown) => void;
  /** The first chunk, until it is known whether it is the only one. */
  #held: string | Uint8Array | undefined;
  #early: NodeJS.Immediate | undefined;
  #over = false;

  constructor(res: ServerResponse, reader: Reader, setHead: () => void, fail: (error: unknown) => void) {
    this.#res = res;
    this.#reader = reader;
    this.#setHead = setHead;
    this.#fail = fail;
  }

  start(): void {
    this.#res.once("close", this.#leave);
    // Events may be far apart: the client learns at once that there will be some, and gets the first.
    this.#early = setImmediate(this.#open);
    this.#reader.read().then(this.#first, this.#failWith);
  }

  /** Begins the answer, with the chunk that there is. */
  readonly #open = (): void => {
    if (this.#over || this.#early === undefined) return;
    try {
      clearImmediate(this.#early);
      this.#early = undefined;
      this.#setHead();
      const { statusCode } = this.#res;
      this.#res.writeHead(statusCode);
      if (this.#held === undefined) this.#res.flushHeaders();
      else this.#res.write(this.#held);
      this.#held = undefined;
    } catch (error) {
      this.#failWith(error);
    }
  };

  readonly #first = ({ done, value }: Read): void => {
    if (this.#over) return;
    try {
      if (done) return this.#end();
      if (this.#early === undefined) return this.#write(chunkOf(value));
      this.#held = chunkOf(value);
      this.#reader.read().then(this.#second, this.#failSecond);
    } catch (error) {
      this.#failWith(error);
    }
  };

  readonly #second = (read: Read): void => {
    if (this.#over) return;
    if (read.done && this.#held !== undefined) return this.#endWhole(this.#held);
    this.#open();
    // The first chunk may have filled what the client takes.
    if (this.#isFull()) this.#res.once("drain", () => this.#rest(read));
    else this.#rest(read);
  };

  /** What there was before it goes to the client first, as from any stream; Node writes it at the end of the turn. */
  readonly #failSecond = (error: unknown): void => {
    this.#open();
    setImmediate(this.#failWith, error);
  };

  readonly #rest = ({ done, value }: Read): void => {
    if (this.#over) return;
    try {
      if (done) this.#end();
      else this.#write(chunkOf(value));
    } catch (error) {
      this.#failWith(error);
    }
  };

  #write(chunk: string | Uint8Array): void {
    this.#res.write(chunk);
    if (this.#isFull()) this.#res.once("drain", this.#readOn);
    else this.#readOn();
  }

  #isFull(): boolean {
    return this.#res.writableNeedDrain && this.#res.writableLength >= AHEAD;
  }

  readonly #readOn = (): void => {
    if (!this.#over) this.#reader.read().then(this.#rest, this.#failWith);
  };

  /** A body of one chunk: with its length. */
  #endWhole(chunk: string | Uint8Array): void {
    try {
      this.#setHead();
      this.#res.setHeader("content-length", Buffer.byteLength(chunk));
      this.#end(chunk);
    } catch (error) {
      this.#failWith(error);
    }
  }

  #end(chunk?: string | Uint8Array): void {
    if (chunk === undefined && this.#early !== undefined) this.#setHead();
    if (chunk === undefined) this.#res.end();
    else this.#res.end(chunk);
    // Not before: what `end` throws is a failure too.
    this.#finish();
  }

  readonly #leave = (): void => {
    if (this.#over) return;
    this.#finish();
    void this.#cancel(new DOMException("The client left.", "AbortError"));
  };

  async #cancel(reason: unknown): Promise<void> {
    await this.#reader.cancel(reason).catch(ignore);
  }

  readonly #failWith = (error: unknown): void => {
    if (this.#over) return;
    this.#finish();
    void this.#cancel(error);
    this.#fail(error);
  };

  #finish(): void {
    this.#over = true;
    this.#res.off("close", this.#leave);
    if (this.#early !== undefined) clearImmediate(this.#early);
  }
}

function chunkOf(value: unknown): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(
    `A stream produced ${value === null ? "null" : typeof value} to send. Enqueue bytes: a Uint8Array.`,
  );
}

function ignore(): void {}
