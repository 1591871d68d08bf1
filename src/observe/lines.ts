import { Socket } from "node:net";

/** What a pipe takes in one piece, beside other writers such as workers (PIPE_BUF on Linux). */
export const PIECE_BYTES = 4096;
/** Lines are written before more than so many characters have gathered. */
const GATHERED = 64 * 1024;
/** How long lines may gather: a write costs as much as a small answer. A person at a terminal does not wait. */
const GATHER_MS = 10;
/** A process that has a channel to another one, such as a worker, may share its output with others. */
const mayShare = process.send !== undefined;

let lines: string[] = [];
let gathered = 0;
let scheduled = false;
let prepared = false;

/**
 * Writes a line to standard output, with all others of some milliseconds. What has gathered is written before the process
 * exits, also by an uncaught error.
 */
export function writeLine(line: string): void {
  if (!prepared) {
    prepared = true;
    process.on("exit", flushLines);
    endureClosedOutput();
  }
  lines.push(line);
  gathered += line.length;
  if (gathered >= GATHERED) flushLines();
  else if (!scheduled) {
    scheduled = true;
    if (process.stdout.isTTY) setImmediate(flushLines);
    else setTimeout(flushLines, GATHER_MS).unref();
  }
}

/** Writes what has gathered, now. */
export function flushLines(): void {
  scheduled = false;
  if (lines.length === 0) return;
  const batch = lines;
  lines = [];
  gathered = 0;
  const { stdout } = process;
  if (closed.has(stdout)) return;
  // Several processes may share a pipe: whole lines only, in pieces that it does not mix.
  const inPieces = mayShare && (stdout as unknown) instanceof Socket;
  for (const piece of inPieces ? piecesOf(batch) : [`${batch.join("\n")}\n`]) stdout.write(piece);
}

function* piecesOf(batch: readonly string[]): Generator<string> {
  let piece = "";
  let size = 0;
  for (const line of batch) {
    const bytes = Buffer.byteLength(line) + 1;
    if (size > 0 && size + bytes > PIECE_BYTES) {
      yield piece;
      piece = "";
      size = 0;
    }
    piece += `${line}\n`;
    size += bytes;
  }
  yield piece;
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
  for (const [stream, other, name] of [
    [process.stdout, process.stderr, "Standard output"],
    [process.stderr, process.stdout, "Standard error"],
  ] as const) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (closed.has(stream)) return;
      closed.add(stream);
      if (!closed.has(other))
        other.write(`${name} cannot be written to (${error.code}): its log ends here.\n`);
    });
  }
}
