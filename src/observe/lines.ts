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

/** Lines that are not written yet. */
const batch = { content: Buffer.alloc(0) as Buffer, bytes: 0, lines: 0 };
let scheduled = false;

/** Writes a line. */
export type WriteLine = (line: string) => void;

/**
 * Writes a line to standard output, with all others of some milliseconds. What has gathered is written before the process
 * exits, also by an uncaught error.
 */
export const writeLine: WriteLine = (line) => {
  const bytes = Buffer.byteLength(line) + 1;
  const { content, bytes: at } = roomFor(bytes) ?? { content: Buffer.alloc(bytes), bytes: 0 };
  content.write(`${line}\n`, at);
  if (content === batch.content) lineWritten(at + bytes);
  else writePiece(content, 1);
};

/**
 * Makes room for the bytes of a line, behind all lines before: from `bytes` of `content` on. Nothing of it counts before
 * `lineWritten` is called. Absent where a line may be too long to gather with others; what has gathered is written then.
 */
export function roomFor(bytes: number): { readonly content: Buffer; readonly bytes: number } | undefined {
  if (!scheduled) schedule();
  if (batch.bytes + bytes > batch.content.length) writeBatch();
  return bytes > batch.content.length ? undefined : batch;
}

/** @param end - of the line, with its line break, in the room that was made for it */
export function lineWritten(end: number): void {
  batch.bytes = end;
  batch.lines += 1;
}

function schedule(): void {
  scheduled = true;
  if (batch.content.length === 0) batch.content = prepareBatch();
  if (process.stdout.isTTY) setImmediate(flushLines);
  else setTimeout(flushLines, GATHER_MS).unref();
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
  writePiece(content.subarray(0, bytes), lines);
}

/** Hands on what has gathered. */
function flushLines(): void {
  scheduled = false;
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
