import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

/** Characters that wait for a slow reader; what comes on top of them is left out. */
const WAITING_LIMIT = 8 * 1024 * 1024;
/** When to look again whether a reader has made room: soon, and later each time that it has not. */
const RETRY_MS = { first: 1, last: 32 } as const;
/** At the end of the process, a reader that takes nothing for so long is given up. */
const PATIENCE_MS = 1_000;
const STDOUT = 1;
const SCRATCH_BYTES = 192 * 1024;

/** Text whose characters are all ASCII is copied; other text is encoded. */
export interface Piece {
  readonly text: string;
  readonly ascii: boolean;
  /** Lines in it. */
  readonly lines: number;
}

let scratch: Buffer | undefined;
/** What the reader has not taken yet, oldest first. */
let waiting: Piece[] = [];
let waitingLength = 0;
/** The rest of a piece that was taken in part. */
let rest: Buffer | undefined;
let retry: NodeJS.Timeout | undefined;
let retryAfter: number = RETRY_MS.first;
let dropped = 0;

/**
 * Writes pieces to standard output, in order. A reader that is too slow never stops the process, nor fills its memory: up
 * to 8 MB wait for it, then pieces are left out, and standard error says how many lines.
 */
export function writePieces(pieces: readonly Piece[]): void {
  const { stdout } = process;
  if (closed.has(stdout)) return;
  for (const piece of pieces) {
    if (waitingLength > WAITING_LIMIT) dropped += piece.lines;
    else {
      waiting.push(piece);
      waitingLength += piece.text.length;
    }
  }
  if (retry === undefined) drain(false);
}

/** Writes what waits, for as long as the reader takes it. */
export function writeOut(): void {
  const wait = new Int32Array(new SharedArrayBuffer(4));
  for (let begun = performance.now(); isWaiting();) {
    if (drain(true)) begun = performance.now();
    else if (performance.now() - begun > PATIENCE_MS) return;
    else Atomics.wait(wait, 0, 0, 1);
  }
}

function isWaiting(): boolean {
  return waiting.length > 0 || rest !== undefined;
}

/** @returns whether the reader has taken something */
function drain(isLast: boolean): boolean {
  const { stdout } = process;
  let taken = false;
  clearTimeout(retry);
  retry = undefined;
  while (isWaiting()) {
    const bytes = closed.has(stdout) ? Infinity : take(stdout, isLast);
    if (bytes === undefined) {
      retryAfter = taken ? RETRY_MS.first : Math.min(2 * retryAfter, RETRY_MS.last);
      if (!isLast) retry = setTimeout(drain, retryAfter, false).unref();
      return taken;
    }
    taken = true;
  }
  waitingLength = 0;
  if (dropped > 0) reportDropped();
  return taken;
}

/** Writes the next piece, or a part of it; `undefined` where the reader has no room. */
function take(stdout: NodeJS.WriteStream, isLast: boolean): number | undefined {
  if (!isPipe(stdout)) {
    if (stdout.writableLength > WAITING_LIMIT) return undefined;
    const { text } = waiting.shift()!;
    waitingLength -= text.length;
    stdout.write(text);
    return text.length;
  }
  // What others have written through the stream comes before.
  if (stdout.writableLength > 0 && !isLast) return undefined;
  const bytes = rest ?? bytesOf(waiting[0]!);
  try {
    const written = writeSync(STDOUT, bytes);
    if (rest === undefined) waitingLength -= waiting.shift()!.text.length;
    // The scratch buffer is used again.
    rest = written === bytes.length ? undefined : Buffer.from(bytes.subarray(written));
    return written;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
    reportClosed(stdout, error as NodeJS.ErrnoException);
    waiting = [];
    rest = undefined;
    return 0;
  }
}

/**
 * Whether what is written is taken at once, in part or not at all: a pipe or a socket of ours. Node would keep the rest
 * where no exit can write it. Where somebody looks at `process.stdout.write`, it is called.
 */
function isPipe(stdout: NodeJS.WriteStream): boolean {
  return (
    isMainThread &&
    process.platform !== "win32" &&
    (stdout as unknown) instanceof Socket &&
    !stdout.isTTY &&
    !Object.hasOwn(stdout, "write")
  );
}

function bytesOf({ text, ascii }: Piece): Buffer {
  if (!ascii || text.length > SCRATCH_BYTES) return Buffer.from(text);
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  return scratch.subarray(0, scratch.write(text, "latin1"));
}

function reportDropped(): void {
  const count = dropped;
  dropped = 0;
  if (!closed.has(process.stderr))
    process.stderr.write(
      `The reader of standard output is too slow: ${count} lines of the log were left out.\n`,
    );
}

const closed = new Set<NodeJS.WriteStream>();
let endured = false;

/**
 * Goes on without a log where the reader of standard output or error has gone. Each write would be an uncaught error, whose
 * report is the next one.
 */
export function endureClosedOutput(): void {
  if (endured) return;
  endured = true;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => reportClosed(stream, error));
}

function reportClosed(stream: NodeJS.WriteStream, { code }: NodeJS.ErrnoException): void {
  if (closed.has(stream)) return;
  closed.add(stream);
  const [other, name] =
    stream === process.stdout ? [process.stderr, "Standard output"] : [process.stdout, "Standard error"];
  if (!closed.has(other)) other.write(`${name} cannot be written to (${code}): its log ends here.\n`);
}
