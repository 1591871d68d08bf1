import { constants, type Stats, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import fresh from "fresh";
import { lookup } from "mrmime";
import { sentHeaders } from "../http/incoming.ts";
import { cut } from "../http/signal.ts";
import { closeInTurn } from "../http/turns.ts";
import { logError, type Logger } from "../observe/logger.ts";
import { fileIn, namesOf } from "./path.ts";
import { type ByteRange, isSameVersion, readRange } from "./range.ts";

export interface FileOptions {
  readonly logger: Logger;
  /** Headers of an answer, by the file's path below the folder (`assets/app.js`). Content-Type here wins over the file's name. */
  readonly headers?: ((name: string) => Readonly<Record<string, string>>) | undefined;
}

/** The files below a folder. */
export interface Files {
  /**
   * Answers a GET or HEAD with the file that a path stands for: the one of this name, or its `.html`, or its `index.html`.
   *
   * @param path decoded here, without a query
   * @returns whether there is such a file; if not, nothing of the response was touched
   * @throws what the system says about a file that is there and cannot be read
   */
  serve(req: IncomingMessage, res: ServerResponse, path: string): Promise<boolean>;
}

/** @throws Error where there is no such folder */
export function openFiles(folder: string, { logger, headers }: FileOptions): Files {
  if (!statSync(folder).isDirectory())
    throw new Error(`${folder} is a file. Name the folder of files to serve.`);
  return {
    async serve(req, res, path) {
      if (req.method !== "GET" && req.method !== "HEAD") return false;
      for (const name of namesOf(path)) {
        if (await sendFile(req, res, fileIn(folder, name), { logger, headers: headers?.(name) })) return true;
      }
      return false;
    },
  };
}

/** Errors that mean that no file has this name. */
const ABSENT: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP", "ENXIO"]);
/** Up to this size a file is read at once: one read and one write. */
const SMALL = 64 * 1024;

interface SendOptions {
  readonly logger: Logger;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Answers with one file, or the range of it that is asked for. Size and date are those of the file that is open, whatever
 * happens to its name. No more than the size is read; where less is there, the connection is closed.
 *
 * @param file absolute
 * @returns whether there is such a file
 */
export async function sendFile(
  req: IncomingMessage,
  res: ServerResponse,
  file: string,
  { logger, headers = {} }: SendOptions,
): Promise<boolean> {
  let handle: FileHandle;
  try {
    // Without NONBLOCK, to open a named pipe waits for a writer.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  }
  let rest: FileHandle | undefined = handle;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return false;
    const { status, range, fields } = answerOf(req, stats);
    const isSmall = range !== undefined && range.end - range.start < SMALL;
    // What cannot be read is an error of its own, without a header of this file.
    const bytes = isSmall && req.method === "GET" ? await readWhole(handle, range) : undefined;
    res.statusCode = status;
    const type = status < 300 ? { "Content-Type": typeOf(file) } : {};
    for (const [name, value] of Object.entries({ ...type, ...headers, ...fields }))
      res.setHeader(name, value);
    if (range === undefined || isSmall || req.method === "HEAD") res.end(bytes);
    else {
      rest = undefined;
      pour(handle, range, res, logger);
    }
    return true;
  } finally {
    await rest?.close();
  }
}

interface FileAnswer {
  readonly status: number;
  /** The bytes to send; `undefined` where there are none. */
  readonly range?: ByteRange;
  readonly fields: Readonly<Record<string, string | number>>;
}

function answerOf(req: IncomingMessage, { size, mtimeMs, mtime }: Stats): FileAnswer {
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}"`;
  const modified = mtime.toUTCString();
  const asked = sentHeaders(req);
  const fields = { ETag: etag, "Last-Modified": modified, "Accept-Ranges": "bytes" };
  if (fresh(asked, { etag, "last-modified": modified })) return { status: 304, fields };
  const isCurrent = isSameVersion([asked["if-range"]].flat()[0], etag, modified);
  const range = req.method === "GET" && isCurrent ? readRange(asked.range ?? "", size) : undefined;
  if (range === "unsatisfiable") {
    return { status: 416, fields: { ...fields, "Content-Range": `bytes */${size}`, "Content-Length": 0 } };
  }
  if (range === undefined) {
    const whole = { status: 200, fields: { ...fields, "Content-Length": size } };
    return size === 0 ? whole : { ...whole, range: { start: 0, end: size - 1 } };
  }
  const { start, end } = range;
  const part = { "Content-Range": `bytes ${start}-${end}/${size}`, "Content-Length": end - start + 1 };
  return { status: 206, range, fields: { ...fields, ...part } };
}

async function readWhole(handle: FileHandle, { start, end }: ByteRange): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start + 1);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, start + length);
    if (bytesRead === 0) throw new Error("The file has become shorter while it was read.");
    length += bytesRead;
  }
  return bytes;
}

/** Sends bytes as the client takes them. A client that leaves closes the file. */
function pour(handle: FileHandle, { start, end }: ByteRange, res: ServerResponse, logger: Logger): void {
  const source = handle.createReadStream({ start, end });
  const fail = (error: unknown): void => {
    logError(logger, error);
    cut(res, error);
  };
  source.on("error", fail);
  source.on("end", () => {
    if (source.bytesRead === end - start + 1) res.end();
    else fail(new Error(`The file has become shorter while it was sent: ${res.req.url}`));
  });
  if (res.socket === null) closeInTurn(res.req, res);
  res.once("close", () => source.destroy());
  if (res.destroyed || res.closed) source.destroy();
  else source.pipe(res, { end: false });
}

/** The type of content that a file has by its name. */
export function typeOf(file: string): string {
  const type = lookup(extname(file)) ?? "application/octet-stream";
  return type.startsWith("text/") || type === "application/json" ? `${type}; charset=utf-8` : type;
}
