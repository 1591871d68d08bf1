import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import Negotiator from "negotiator";

/** A stream that codes what is written to it. */
export type Encoder = Transform & { flush(): void };

/** The content codings (RFC 9110 section 8.4.1) that are made here. */
export type Coding = "br" | "zstd" | "gzip" | "deflate";

/** What Node has from 22.15 on; the types here are those of Node 20. */
interface Zstd {
  readonly createZstdCompress?: (options: zlib.BrotliOptions) => Encoder;
  readonly constants: {
    readonly ZSTD_e_flush: number;
    readonly ZSTD_c_compressionLevel: number;
    readonly ZSTD_c_windowLog: number;
  };
}

/** An option that the types of negotiator do not have yet: which ones win among those of equal weight. */
interface Preferring {
  encodings(available: readonly Coding[], options: { readonly preferred: readonly Coding[] }): Coding[];
}

const { constants, createBrotliCompress, createDeflate, createGzip } = zlib;
const { createZstdCompress, constants: zstd } = zlib as unknown as Zstd;

/** Newer than gzip and deflate: only for clients that prefer them. */
const MODERN: readonly Coding[] = createZstdCompress === undefined ? ["br"] : ["br", "zstd"];
const CLASSIC: readonly Coding[] = ["gzip", "deflate"];

/** Up to this size a better Brotli costs the CPU no more than gzip does (benchmarks/compress.ts). */
const SMALL = 64 * 1024;
const ZSTD_LEVEL = 3;
/** An answer holds its encoder for as long as the client takes to read it: 128 KiB each, not the default of 4 MiB. */
const WINDOW_BITS = 17;

/**
 * Makes the encoder of a coding. What was sent to it leaves it at once, so that a client can decode every write as
 * it arrives.
 *
 * @param length - the body's length in bytes, where it is known
 */
export function createEncoder(coding: Coding, length: number | undefined): Encoder {
  const encoder = makeEncoder(coding, length);
  encoder._writev = writeTogether;
  return encoder;
}

/**
 * What has been written while the encoder was at work goes through it as one piece. Each piece waits for a thread and for
 * the event loop, and is flushed: 500 writes of a route, one by one, take ten times the CPU and three times the bytes.
 */
function writeTogether(
  this: Transform,
  chunks: readonly { readonly chunk: Buffer }[],
  callback: (error?: Error | null) => void,
): void {
  const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk));
  this._write(bytes, "buffer" as BufferEncoding, callback);
}

function makeEncoder(coding: Coding, length: number | undefined): Encoder {
  switch (coding) {
    case "br": {
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: length !== undefined && length <= SMALL ? 5 : 4,
        [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: length ?? 0,
      };
      return createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH, params });
    }
    case "zstd": {
      const params = { [zstd.ZSTD_c_compressionLevel]: ZSTD_LEVEL, [zstd.ZSTD_c_windowLog]: WINDOW_BITS };
      return createZstdCompress!({ flush: zstd.ZSTD_e_flush, params });
    }
    case "gzip":
      return createGzip({ flush: constants.Z_SYNC_FLUSH });
    case "deflate":
      return createDeflate({ flush: constants.Z_SYNC_FLUSH });
  }
}

const known = new Map<string, Coding | undefined>();

/**
 * The coding for an Accept-Encoding header (RFC 9110 section 12.5.3), or `undefined` where the client likes the plain
 * body better: Brotli or zstd where it names one and likes it better than gzip and deflate, or takes neither of these;
 * else gzip, else deflate.
 */
export function negotiateCoding(accepted: string): Coding | undefined {
  if (known.has(accepted)) return known.get(accepted);
  const coding = negotiate(accepted);
  // Headers come from clients: most send one of a few, and none is to fill the memory.
  if (known.size < 1000 && accepted.length < 100) known.set(accepted, coding);
  return coding;
}

function negotiate(accepted: string): Coding | undefined {
  const negotiator = new Negotiator({ headers: { "accept-encoding": accepted } });
  const isBetterThanPlain = (coding: Coding): boolean => negotiator.encoding([coding, "identity"]) === coding;
  const text = accepted.toLowerCase();
  // A client that says `*` may know none but the old ones.
  const named = MODERN.filter((coding) => text.includes(coding));
  // None is better for every size of body (benchmarks/compress.ts): among equals gzip stays.
  const preferred = [...CLASSIC, ...named];
  const [best] = (negotiator as unknown as Preferring).encodings(preferred, { preferred });
  if (best !== undefined && named.includes(best) && isBetterThanPlain(best)) return best;
  return CLASSIC.find(isBetterThanPlain);
}
