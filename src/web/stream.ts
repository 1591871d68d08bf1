import type { ServerResponse } from "node:http";

type Reader = ReadableStreamDefaultReader<unknown>;
type Read = Awaited<ReturnType<Reader["read"]>>;

/** How many turns of promises a stream may take to say that its first chunk was its last. */
const TURNS = 4;

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

class Sending {
  readonly #res: ServerResponse;
  readonly #reader: Reader;
  readonly #setHead: () => void;
  readonly #fail: (error: unknown) => void;
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
    // Events may be far apart: the client learns at once that there will be some.
    this.#early = setImmediate(() => {
      this.#early = undefined;
      if (this.#over || this.#res.headersSent) return;
      try {
        this.#setHead();
        this.#res.writeHead(this.#res.statusCode);
        this.#res.flushHeaders();
      } catch (error) {
        this.#failWith(error);
      }
    });
    this.#reader.read().then(this.#first, this.#failWith);
  }

  readonly #first = async ({ done, value }: Read): Promise<void> => {
    try {
      if (this.#over) return;
      clearImmediate(this.#early);
      if (!this.#res.headersSent) this.#setHead();
      if (done) return this.#end();
      const chunk = chunkOf(value);
      const next = this.#reader.read();
      const second = await settled(next);
      if (this.#over) return;
      if (second?.done === true && !this.#res.headersSent) {
        this.#res.setHeader("content-length", Buffer.byteLength(chunk));
        return this.#end(chunk);
      }
      if (this.#res.write(chunk)) next.then(this.#rest, this.#failWith);
      else this.#res.once("drain", () => void next.then(this.#rest, this.#failWith));
    } catch (error) {
      this.#failWith(error);
    }
  };

  readonly #rest = ({ done, value }: Read): void => {
    try {
      if (this.#over) return;
      if (done) return this.#end();
      if (this.#res.write(chunkOf(value))) this.#readOn();
      else this.#res.once("drain", this.#readOn);
    } catch (error) {
      this.#failWith(error);
    }
  };

  readonly #readOn = (): void => {
    if (!this.#over) this.#reader.read().then(this.#rest, this.#failWith);
  };

  #end(chunk?: string | Uint8Array): void {
    this.#over = true;
    this.#res.off("close", this.#leave);
    if (chunk === undefined) this.#res.end();
    else this.#res.end(chunk);
  }

  readonly #leave = (): void => {
    if (this.#over) return;
    this.#over = true;
    clearImmediate(this.#early);
    void this.#cancel(new DOMException("The client left.", "AbortError"));
  };

  async #cancel(reason: unknown): Promise<void> {
    await this.#reader.cancel(reason).catch(ignore);
  }

  readonly #failWith = (error: unknown): void => {
    if (this.#over) return;
    this.#over = true;
    clearImmediate(this.#early);
    this.#res.off("close", this.#leave);
    void this.#cancel(error);
    this.#fail(error);
  };
}

async function turns(count: number): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- each is one turn
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

/** What a promise settles with within a few turns. */
async function settled(promise: Promise<Read>): Promise<Read | undefined> {
  let result: Read | undefined;
  const done = promise.then((read) => {
    result = read;
  }, ignore);
  await Promise.race([done, turns(TURNS)]);
  return result;
}

function chunkOf(value: unknown): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(
    `A stream gave ${value === null ? "null" : typeof value} to send. Give bytes: a Uint8Array.`,
  );
}

function ignore(): void {}
