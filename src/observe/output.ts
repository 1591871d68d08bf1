import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

/** Bytes that wait for a slow reader; what comes on top of them is left out. */
const WAITING_LIMIT = 8 * 1024 * 1024;
/** When to look again whether a reader has made room: soon, and later each time that it has not. */
const RETRY_MS = { first: 1, last: 32 } as const;
/** At the end of the process, a reader that takes nothing for so long is given up. */
const PATIENCE_MS = 1_000;
const STDOUT = 1;

/** What the reader has not taken yet, oldest first. The first may be the rest of a piece. */
const waiting: Buffer[] = [];
let waitingBytes = 0;
let retry: NodeJS.Timeout | undefined;
let retryAfter: number = RETRY_MS.first;
let dropped = 0;

/**
 * Writes whole lines to standard output. A reader that is too slow never stops the process, nor fills its memory: up to
 * 8 MB wait for it, then pieces are left out, and standard error says how many lines.
 *
 * @param piece - its memory is the caller's again afterwards
 * @param lines - how many there are in it
 */
export function writePiece(piece: Buffer, lines: number): void {
  const { stdout } = process;
  if (closed.has(stdout)) return;
  const written = isWaiting() ? 0 : take(stdout, piece, false);
  if (written === piece.length) return;
  if (waitingBytes > WAITING_LIMIT) {
    dropped += lines;
    return;
  }
  waiting.push(Buffer.from(piece.subarray(written)));
  waitingBytes += piece.length - written;
  if (retry === undefined) tryLater(written > 0);
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
  return waiting.length > 0;
}

function tryLater(taken: boolean): void {
  retryAfter = taken ? RETRY_MS.first : Math.min(2 * retryAfter, RETRY_MS.last);
  retry = setTimeout(drain, retryAfter, false).unref();
}

/** @returns whether the reader has taken something */
function drain(isLast: boolean): boolean {
  const { stdout } = process;
  let taken = false;
  clearTimeout(retry);
  retry = undefined;
  for (let piece = waiting[0]; piece !== undefined; piece = waiting[0]) {
    const written = closed.has(stdout) ? piece.length : take(stdout, piece, isLast);
    if (written > 0) taken = true;
    waitingBytes -= written;
    if (written === piece.length) waiting.shift();
    else if (written > 0) waiting[0] = piece.subarray(written);
    else {
      if (!isLast) tryLater(taken);
      return taken;
    }
  }
  if (dropped > 0) reportDropped();
  return taken;
}

/** Writes a piece, or a part of it. @returns how many bytes; 0 where the reader has no room */
function take(stdout: NodeJS.WriteStream, piece: Buffer, isLast: boolean): number {
  if (!isPipe(stdout)) {
    if (stdout.writableLength > WAITING_LIMIT) return 0;
    // Whoever looks at what is written expects text.
    stdout.write(Object.hasOwn(stdout, "write") ? piece.toString() : Buffer.from(piece));
    return piece.length;
  }
  // What others have written through the stream comes before.
  if (stdout.writableLength > 0 && !isLast) return 0;
  try {
    return writeSync(STDOUT, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return 0;
    reportClosed(stdout, error as NodeJS.ErrnoException);
    return piece.length;
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
