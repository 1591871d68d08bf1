import { hostname } from "node:os";
import { createAccessWriter } from "./access-bytes.ts";
import type { AccessFacts } from "./access-line.ts";
import { kAccess } from "./access-log.ts";
import { BOUNDS, boundedCopy, type Bounds } from "./bounded.ts";
import { PIECE_BYTES, writeLine, type WriteLine } from "./lines.ts";
import type { StructuredLogger } from "./logger.ts";

/** pino's numbers. */
const LEVELS = { info: 30, warn: 40, error: 50 } as const;
/** Bytes of a line. What has a channel to another process may share its output with others. */
const LIMIT = process.send === undefined ? 64 * 1024 : PIECE_BYTES;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A logger that writes one JSON object a line, as pino does by default: `level`, `time`, `pid`, `hostname`, the fields
 * it is given, `msg`; errors as `err`, with `type`, `message` and `stack`. It is what the access log needs of pino
 * and no more: for levels, redaction or transports there is pino itself. Lines have at most 64 KiB, and those of
 * a worker 4,096 bytes, so that several can write to one pipe: texts are cut, and say so.
 */
export function createJsonLogger(
  write: WriteLine = writeLine,
  fields: Fields = {},
): StructuredLogger & { [kAccess](facts: AccessFacts): void } {
  const base = JSON.stringify({ pid: process.pid, hostname: hostname(), ...fields }).slice(1, -1);

  function log(level: number, [first, ...rest]: readonly unknown[]): void {
    const head = `{"level":${level},"time":${Date.now()},${base}`;
    if (first instanceof Error) return write(line(head, { err: first }, rest[0] ?? first.message));
    if (typeof first === "object" && first !== null) return write(line(head, first as Fields, rest[0]));
    write(line(head, {}, [first, ...rest].map(String).join(" ")));
  }

  return {
    info: (...data: unknown[]) => log(LEVELS.info, data),
    warn: (...data: unknown[]) => log(LEVELS.warn, data),
    error: (...data: unknown[]) => log(LEVELS.error, data),
    child: (more: Fields) => createJsonLogger(write, { ...fields, ...more }),
    [kAccess]: createAccessWriter(LEVELS.info, base),
  };
}

function line(head: string, fields: Fields, message: unknown): string {
  const { err } = fields;
  const shown = err instanceof Error ? { ...fields, err: serializeError(err) } : fields;
  for (const bounds of BOUNDS) {
    const text = lineOf(head, { ...shown, msg: message }, bounds);
    if (Buffer.byteLength(text) < LIMIT) return text;
  }
  return lineOf(head, { msg: "A line that is too long for the log was left out." }, BOUNDS[0]!);
}

function lineOf(head: string, fields: Fields, bounds: Bounds): string {
  const members = textOf(fields, bounds).slice(1, -1);
  return `${head}${members === "" ? "" : `,${members}`}}`;
}

/** Fields may hold whatever was thrown: a circular structure ends at some depth; a getter may throw. */
function textOf(fields: Fields, bounds: Bounds): string {
  const texts = Object.keys(fields).map((name) => {
    try {
      return [name, boundedCopy(fields[name], bounds)];
    } catch {
      return [name, "(it cannot be shown)"];
    }
  });
  return JSON.stringify(Object.fromEntries(texts));
}

/** pino's shape of an error: the messages and stacks of its causes are behind its own. */
function serializeError(error: Error): Fields {
  const messages: string[] = [];
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  for (let next: unknown = error; next instanceof Error && !seen.has(next); next = next.cause) {
    seen.add(next);
    messages.push(next.message);
    stacks.push(next.stack ?? "");
  }
  return {
    ...(error as object),
    type: error.constructor.name,
    message: messages.join(": "),
    stack: stacks.join("\ncaused by: "),
  };
}
