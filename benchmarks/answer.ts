import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Contender } from "./contenders.ts";
import type { Load } from "./loads.ts";

/** What has to be the same from every contender; the rest is the server's own, such as Date and Keep-Alive. */
const COMPARED = ["content-type", "content-length", "transfer-encoding", "etag", "vary", "cache-control"];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** One answer, as a client of one request sees it. */
export async function answerTo(port: number, load: Load): Promise<Answer> {
  const { method, path, headers, body } = load;
  const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
  const sent = request({
    port,
    host: "127.0.0.1",
    method,
    path,
    headers: { ...headers, ...length },
    agent: false,
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const bytes = await buffer(response);
  return {
    status: response.statusCode!,
    headers: Object.fromEntries(
      [...COMPARED, ...(load.compared ?? [])].map((name) => [name, headerOf(response, name)]),
    ),
    body: bytes.toString("latin1"),
  };
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  return (headers[name] as string | undefined)?.toLowerCase();
}

/** @throws AssertionError where a contender does not answer as the floor does */
export function checkSame(
  { name, loose = false }: Pick<Contender, "name" | "loose">,
  load: Load,
  answer: Answer,
  expected: Answer,
): void {
  assert.equal(answer.status, load.status, `${name}: ${load.name}`);
  // Express takes the type off a 304, which may have it or not (RFC 9110 section 15.4.5).
  const type = load.status === 304 ? { "content-type": undefined } : {};
  const compared = ({ headers }: Answer): Answer["headers"] =>
    loose ? only(headers, ["content-type", ...(load.compared ?? [])]) : { ...headers, ...type };
  assert.deepEqual(compared(answer), compared(expected), `${name}: ${load.name}`);
  assert.ok(answer.body === expected.body, `${name}: ${load.name}: another body`);
}

function only(headers: Answer["headers"], names: readonly string[]): Answer["headers"] {
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}
