import { hostname } from "node:os";
import { inspect } from "node:util";
import type { StructuredLogger } from "./logger.ts";

/** pino's numbers. */
const LEVELS = { info: 30, warn: 40, error: 50 } as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A logger that writes one JSON object a line, as pino does by default: `level`, `time`, `pid`, `hostname`, the fields
 * it is given, `msg`; errors as `err`, with `type`, `message` and `stack`. It is what the access log needs of pino
 * and no more: for levels, redaction or transports there is pino itself.
 */
export function createJsonLogger(
  write: (line: string) => void = console.log,
  fields: Fields = {},
): StructuredLogger {
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
  };
}

function line(head: string, fields: Fields, message: unknown): string {
  const { err } = fields;
  const shown = err instanceof Error ? { ...fields, err: serializeError(err) } : fields;
  const members = textOf({ ...shown, msg: message }).slice(1, -1);
  return `${head}${members === "" ? "" : `,${members}`}}`;
}

/** Fields may hold whatever was thrown: a circular structure, a bigint. */
function textOf(fields: Fields): string {
  try {
    return JSON.stringify(fields);
  } catch {
    const texts = Object.entries(fields).map(([name, value]) => [
      name,
      isPlain(value) ? value : inspect(value),
    ]);
    return JSON.stringify(Object.fromEntries(texts));
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
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
