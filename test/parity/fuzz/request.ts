import type { Sending } from "../client.ts";
import { HOST } from "../row.ts";

/** A request of the fuzz, nearer to the bytes than a row's message. */
export interface Ask {
  method: string;
  target: string;
  headers: [name: string, value: string][];
  content?: Content | undefined;
}

export interface Content {
  bytes: Buffer;
  /** The sizes of the chunks, used over and over; none: sent with a Content-Length. */
  chunks?: number[] | undefined;
}

/** One connection's requests, pipelined. */
export type Sequence = Ask[];

const PATIENCE = 4000;

export function sendingOf(sequence: Sequence): Sending {
  // In one write, so that no answer depends on how far the server has come when the next request arrives.
  const parts = [Buffer.concat(sequence.map(bytesOf))];
  return { parts, methods: sequence.map(({ method }) => method), patience: PATIENCE };
}

function bytesOf({ method, target, headers, content }: Ask): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${HOST}`, ...headers.map((pair) => pair.join(": "))];
  if (content?.chunks) lines.push("Transfer-Encoding: chunked");
  else if (content) lines.push(`Content-Length: ${content.bytes.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), framed(content)]);
}

function framed(content: Content | undefined): Buffer {
  if (!content?.chunks) return content?.bytes ?? Buffer.alloc(0);
  const parts: Buffer[] = [];
  const { bytes, chunks } = content;
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const chunk = bytes.subarray(at, at + (chunks[turn % chunks.length] ?? bytes.length));
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n"));
    at += chunk.length;
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

/** One line a request, for people. */
export function shownAsk({ method, target, headers, content }: Ask): string {
  const fields = headers.map((pair) => pair.join(": "));
  const framing = content?.chunks ? `chunks of ${content.chunks.join(", ")}` : "";
  const body = content
    ? [`${content.bytes.length} bytes`, framing, JSON.stringify(content.bytes.toString("latin1", 0, 120))]
    : [];
  return [`${method} ${target}`, ...fields, ...body].filter(Boolean).join(" | ");
}

export function headerOf({ headers }: Ask, name: string): string | undefined {
  const values = headers.filter((pair) => pair[0].toLowerCase() === name).map((pair) => pair[1]);
  return values.length > 0 ? values.join(", ") : undefined;
}

export function withoutHeader(ask: Ask, name: string): Ask {
  const headers = ask.headers.filter((pair) => pair[0].toLowerCase() !== name);
  return headers.length === ask.headers.length ? ask : { ...ask, headers };
}

/** Whether Node's parser refuses the request line. */
export function isRefused(ask: Ask | undefined): boolean {
  return ask !== undefined && !/^(\/|http:)[\x21-\x7e]*$/.test(ask.target);
}
