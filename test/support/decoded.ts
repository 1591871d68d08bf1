import type { IncomingMessage, Server } from "node:http";
import * as zlib from "node:zlib";
import { type Asked, begin } from "./client.ts";
import type { Handler } from "./hosts.ts";

/** Long enough to be compressed. */
export const TEXT = "abcdefghij".repeat(200);
export const GZIP = { "Accept-Encoding": "gzip, deflate" };

/** Node has it from 22.15 on; the types here are those of Node 20. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Buffer) => Buffer };

/** How each coding that this Node knows is taken off. */
export const DECODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  ...(zstdDecompressSync && { zstd: zstdDecompressSync }),
};

export interface Decoded {
  readonly headers: IncomingMessage["headers"];
  readonly status: number;
  readonly coding: string | undefined;
  /** As they came. */
  readonly bytes: Buffer;
  readonly text: string;
}

/** Asks, and takes the coding off by hand, so that a wrong one is seen. */
export async function decoded(server: Server, asked: Asked = { headers: GZIP }): Promise<Decoded> {
  const answer = await begin(server, asked);
  const bytes = Buffer.concat((await answer.toArray()) as Buffer[]);
  const coding = answer.headers["content-encoding"];
  const plain = coding === undefined ? bytes : (DECODERS[coding]?.(bytes) ?? bytes);
  return { headers: answer.headers, status: answer.statusCode!, coding, bytes, text: plain.toString() };
}

/** Answers with `TEXT`, or another body, under these headers. */
export function answering(headers: Record<string, string | string[]>, body: string | Buffer = TEXT): Handler {
  return (_req, res) => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.send(body);
  };
}
