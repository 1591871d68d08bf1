/** An answer as a strict client reads it (RFC 9112). */
export interface StrictAnswer {
  readonly status: number;
  /** By name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether all of it has come. */
  readonly complete: boolean;
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\t\x20-\x7e\x80-\xff]*$/;
const FIELD = /^([\w!#$%&'*+.^`|~-]+): ?([\t\x20-\x7e\x80-\xff]*)$/;

/**
 * Reads all that came over a connection as the answers to requests of these methods.
 *
 * @throws Error for anything that a client could read in two ways, and for an answer that nobody asked for
 */
export function readStrictly(wire: string, methods: readonly string[]): StrictAnswer[] {
  const answers: StrictAnswer[] = [];
  for (let rest = wire; rest !== "";) {
    const end = rest.indexOf("\r\n\r\n");
    // The connection has ended within a header.
    if (end === -1) return answers;
    const [line = "", ...fields] = rest.slice(0, end).split("\r\n");
    const status = Number(STATUS_LINE.exec(line)?.[1] ?? fail("no status line", line));
    const headers = headersOf(fields);
    const body = rest.slice(end + 4);
    if (status < 200) {
      rest = body;
      continue;
    }
    const method = methods[answers.length] ?? fail("an answer too many", line);
    const read = readBody(status, method, headers, body);
    answers.push({ status, headers, body: read.text, complete: read.rest !== undefined });
    rest = read.rest ?? "";
  }
  return answers;
}

function headersOf(fields: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const field of fields) {
    const [, name, value] = FIELD.exec(field) ?? fail("no field", field);
    const key = name!.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value!;
  }
  return headers;
}

/** Without a `rest`, the connection has ended within the body. */
function readBody(
  status: number,
  method: string,
  headers: Readonly<Record<string, string>>,
  wire: string,
): { text: string; rest?: string } {
  const { "content-length": length, "transfer-encoding": coding } = headers;
  if (length !== undefined && coding !== undefined) fail("two lengths", `${length}, ${coding}`);
  if (length !== undefined && !/^\d+$/.test(length)) fail("no length", length);
  if (coding !== undefined && coding !== "chunked") fail("no chunks", coding);
  if (status === 204 && (length ?? coding) !== undefined) fail("a 204 with a length", String(length));
  if (method === "HEAD" || status === 204 || status === 304) return { text: "", rest: wire };
  if (coding !== undefined) return readChunks(wire);
  if (length === undefined) return { text: wire };
  const size = Number(length);
  return wire.length < size ? { text: wire } : { text: wire.slice(0, size), rest: wire.slice(size) };
}

function readChunks(wire: string): { text: string; rest?: string } {
  let text = "";
  for (let at = 0; ;) {
    const end = wire.indexOf("\r\n", at);
    if (end === -1) return { text };
    const line = wire.slice(at, end);
    if (!/^[\da-f]+$/i.test(line)) fail("no size of a chunk", line);
    const size = Number.parseInt(line, 16);
    const start = end + 2;
    if (size === 0) {
      // Trailers end with an empty line, too.
      const last = wire.startsWith("\r\n", start) ? start : wire.indexOf("\r\n\r\n", start) + 2;
      return last < start ? { text } : { text, rest: wire.slice(last + 2) };
    }
    text += wire.slice(start, start + size);
    if (wire.length < start + size + 2) return { text };
    if (wire.slice(start + size, start + size + 2) !== "\r\n")
      fail("no end of a chunk", wire.slice(start + size));
    at = start + size + 2;
  }
}

function fail(what: string, where: string): never {
  throw new Error(`${what}: ${JSON.stringify(where.slice(0, 200))}`);
}
