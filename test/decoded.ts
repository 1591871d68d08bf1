import type { IncomingMessage, Server } from "node:http";
import { gunzipSync, inflateSync } from "node:zlib";
import { type Asked, begin } from "./client.ts";
import type { Handler } from "./hosts.ts";

/** Long enough to be compressed. */
export const TEXT = "abcdefghij".repeat(200);
export const GZIP = { "Accept-Encoding": "gzip, deflate, br" };

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
  const plain = coding === "gzip" ? gunzipSync(bytes) : coding === "deflate" ? inflateSync(bytes) : bytes;
  return { headers: answer.headers, status: answer.statusCode!, coding, bytes, text: plain.toString() };
}

/** Answers with `TEXT`, or another body, under these headers. */
export function answering(headers: Record<string, string | string[]>, body: string | Buffer = TEXT): Handler {
  return (_req, res) => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.send(body);
  };
}
