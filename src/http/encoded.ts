import { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import type { Encoder } from "./coding.ts";
import { startEncoder } from "./compress.ts";

export const kEncoder = Symbol("encoder");
export const kEnded = Symbol("ended");

/** A response whose body may go through an encoder; `null` once it is decided that it is sent as it is. */
export interface EncodedResponse extends ServerResponse {
  [kEncoder]?: Encoder | null | undefined;
  [kEnded]?: boolean | undefined;
}

/** Node's own functions, below the overrides of the writer. */
const sendChunk: (this: ServerResponse, chunk: Buffer) => boolean = ServerResponse.prototype.write;
const sendEnd: (this: ServerResponse) => void = ServerResponse.prototype.end;

type Chunk = string | Uint8Array;
type Callback = (error?: Error | null) => void;

/** Decides, once its headers are final, whether a body is encoded, and leads what the encoder makes to the client. */
export function chooseEncoding(
  res: EncodedResponse,
  length: number | undefined,
  status = res.statusCode,
): void {
  if (res[kEncoder] !== undefined) return;
  const encoder = (res[kEncoder] = startEncoder(res, length, status));
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

/** `end` of a body that is encoded. */
export function endEncoded<R extends EncodedResponse>(res: R, encoder: Writable, ...rest: any[]): R {
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
export function refuseLate(res: ServerResponse, chunk: unknown, callback: Callback | undefined): void {
  const error = Object.assign(new Error("write after end"), { code: "ERR_STREAM_WRITE_AFTER_END" });
  if (callback !== undefined) process.nextTick(callback, error);
  if (chunk !== undefined) process.nextTick(() => res.emit("error", error));
}
