import { Socket } from "node:net";
import { endureClosedOutput, writeOut, writePiece } from "./output.ts";

/** What a pipe takes in one piece, beside other writers such as workers (PIPE_BUF on Linux). */
export const PIECE_BYTES = 4096;
/** Lines are written before more than so many bytes have gathered. */
const GATHERED = 64 * 1024;
/** How long lines may gather: a write costs as much as a small answer. A person at a terminal does not wait. */
const GATHER_MS = 10;
/** A process that has a channel to another one, such as a worker, may share its output with others. */
const mayShare = process.send !== undefined;

/** Lines that are not encoded yet. They are few: each collection of garbage copies the parts of those that are there. */
const text = { content: "", bytes: 0, lines: 0, ascii: true };
/** Lines that are encoded, and not written yet. */
const batch = { content: undefined as Buffer | undefined, bytes: 0, lines: 0 };
let scheduled = false;

/** Writes a line. `isAscii` says that all of its characters are known to be ASCII. */
export type WriteLine = (line: string, isAscii?: boolean) => void;

/**
 * Writes a line to standard output, with all others of some milliseconds. What has gathered is written before the process
 * exits, also by an uncaught error.
 */
export const writeLine: WriteLine = (line, isAscii = false) => {
  const bytes = (isAscii ? line.length : Buffer.byteLength(line)) + 1;
  if (text.bytes + bytes > PIECE_BYTES) encodeText();
  text.content = text.content + line + "\n";
  text.bytes += bytes;
  text.lines += 1;
  if (!isAscii) text.ascii = false;
  if (!scheduled) schedule();
};

function schedule(): void {
  scheduled = true;
  batch.content ??= prepareBatch();
  if (process.stdout.isTTY) setImmediate(flushLines);
  else setTimeout(flushLines, GATHER_MS).unref();
}

/** Moves the text to the batch; where there is no room for it, what the batch has is written first. */
function encodeText(): void {
  const { content, bytes, lines, ascii } = text;
  if (lines === 0) return;
  text.content = "";
  text.bytes = text.lines = 0;
  text.ascii = true;
  const buffer = batch.content!;
  if (batch.bytes + bytes > buffer.length) writeBatch();
  if (bytes > buffer.length) return writePiece(Buffer.from(content), lines);
  batch.bytes += buffer.write(content, batch.bytes, ascii ? "latin1" : "utf8");
  batch.lines += lines;
}

function prepareBatch(): Buffer {
  process.on("exit", finish);
  endureClosedOutput();
  // Several processes may share a pipe: whole lines only, in pieces that it does not mix.
  const inPieces = mayShare && (process.stdout as unknown) instanceof Socket;
  return Buffer.allocUnsafeSlow(inPieces ? PIECE_BYTES : GATHERED);
}

function writeBatch(): void {
  const { content, bytes, lines } = batch;
  if (lines === 0) return;
  batch.bytes = batch.lines = 0;
  writePiece(content!.subarray(0, bytes), lines);
}

/** Hands on what has gathered. */
function flushLines(): void {
  scheduled = false;
  encodeText();
  writeBatch();
}

function finish(): void {
  flushLines();
  writeOut();
}

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
let heard = false;

/** Has what gathers written before a signal that nobody listens to ends the process. */
export function writeBeforeSignals(): void {
  if (heard) return;
  heard = true;
  // First: a listener that is called once is counted before it is.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  finish();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
