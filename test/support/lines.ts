import { Writable } from "node:stream";
import { pino } from "pino";
import type { ServerOptions } from "../../src/index.ts";
import { gate } from "./client.ts";
import { type Handler, type Host, serve } from "./hosts.ts";

/** What crypto.randomUUID makes. */
export const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

export type Line = Readonly<Record<string, unknown>>;

/** A pino logger that keeps its lines, and waits for as many as a test expects. */
export function keepLines(): {
  logger: ReturnType<typeof pino>;
  lines: Line[];
  until(count: number): Promise<Line[]>;
} {
  const lines: Line[] = [];
  const written = gate();
  let tell = written.open;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Line);
      tell();
      done();
    },
  });
  async function until(count: number): Promise<Line[]> {
    while (lines.length < count) await new Promise<void>((resolve) => (tell = resolve));
    return lines;
  }
  return { logger: pino(stream), lines, until };
}

/** What `serve` says of the logger is not to be in force here. */
export async function logged(host: Host, route: Handler, options: ServerOptions = {}) {
  const kept = keepLines();
  const { server } = await serve(host, route, { accessLog: kept.logger, logger: kept.logger, ...options });
  return { server, ...kept };
}
