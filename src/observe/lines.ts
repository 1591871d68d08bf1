import { Socket } from "node:net";
import { endureClosedOutput, type Piece, writeOut, writePieces } from "./output.ts";

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
let ascii = true;
let scheduled = false;
let prepared = false;

/** Writes a line. `isAscii` says that all of its characters are known to be ASCII. */
export type WriteLine = (line: string, isAscii?: boolean) => void;

/**
 * Writes a line to standard output, with all others of some milliseconds. What has gathered is written before the process
 * exits, also by an uncaught error.
 */
export const writeLine: WriteLine = (line, isAscii = false) => {
  if (!prepared) {
    prepared = true;
    process.on("exit", finish);
    endureClosedOutput();
  }
  lines.push(line);
  gathered += line.length;
  if (!isAscii) ascii = false;
  if (gathered >= GATHERED) flushLines();
  else if (!scheduled) {
    scheduled = true;
    if (process.stdout.isTTY) setImmediate(flushLines);
    else setTimeout(flushLines, GATHER_MS).unref();
  }
};

function finish(): void {
  flushLines();
  writeOut();
}

/** Hands on what has gathered. */
function flushLines(): void {
  scheduled = false;
  if (lines.length === 0) return;
  const batch = lines;
  const isAscii = ascii;
  lines = [];
  gathered = 0;
  ascii = true;
  // Several processes may share a pipe: whole lines only, in pieces that it does not mix.
  const inPieces = mayShare && (process.stdout as unknown) instanceof Socket;
  writePieces(
    inPieces
      ? [...piecesOf(batch)]
      : [{ text: `${batch.join("\n")}\n`, ascii: isAscii, lines: batch.length }],
  );
}

function* piecesOf(batch: readonly string[]): Generator<Piece> {
  let text = "";
  let size = 0;
  let count = 0;
  for (const line of batch) {
    const bytes = Buffer.byteLength(line) + 1;
    if (size > 0 && size + bytes > PIECE_BYTES) {
      yield { text, ascii: size === text.length, lines: count };
      text = "";
      size = 0;
      count = 0;
    }
    text += `${line}\n`;
    size += bytes;
    count += 1;
  }
  yield { text, ascii: size === text.length, lines: count };
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
