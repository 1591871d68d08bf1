import type { IncomingMessage } from "node:http";
import { hasBody } from "../../http/body.ts";
import { isKept, readKept, rewind } from "../../http/kept.ts";
import type { RequestBody } from "../../web/request.ts";

/** A number of bytes, and as its author wrote it. */
export interface BodyLimit {
  readonly bytes: number;
  readonly text: string;
}

/**
 * The body of a request that a middleware may read, and a route after it. It is read whole when the middleware asks
 * for the first byte, and not at all when it does not.
 */
export class SharedBody implements RequestBody {
  readonly #req: IncomingMessage;
  readonly #limit: BodyLimit;
  #read: Promise<Buffer> | undefined;

  constructor(req: IncomingMessage, limit: BodyLimit) {
    this.#req = req;
    this.#limit = limit;
  }

  /** @throws ApiError 413 for more bytes than the limit */
  bytes(): Promise<Buffer> {
    return (this.#read ??= this.#readAll());
  }

  stream(): ReadableStream<Uint8Array> {
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const bytes = await this.bytes();
      // Bytes of their own, which the reader may transfer.
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
      controller.close();
    };
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }

  /**
   * Makes the body readable again, where the middleware has read it.
   *
   * @throws what reading it failed with, also where the middleware has caught that
   */
  async release(): Promise<void> {
    if (this.#read === undefined) return;
    await this.#read;
    if (isKept(this.#req)) await rewind(this.#req);
  }

  async #readAll(): Promise<Buffer> {
    return hasBody(this.#req) ? Buffer.from(await readKept(this.#req, this.#limit)) : Buffer.alloc(0);
  }
}
