import type { Sending } from "./client.ts";

export type HeaderList = Record<string, string | string[]>;

export type Part = string | Buffer | { pause: number };

export interface Message {
  method?: string;
  path?: string;
  headers?: HeaderList;
  /** Sent with a Content-Length, unless `headers` frames it another way. */
  body?: string | Buffer;
}

/** What our own server answers, where that is not what Next answers. Only what is named is checked. */
export interface Ours {
  /** What is not named is compared with Next's answer after all. */
  like?: "next";
  status?: number;
  statusText?: string;
  /** `null`: the header must be absent. `"*"`: any value. Several of one name are joined by ` | `. */
  headers?: Record<string, string | null>;
  body?: string | RegExp;
  /** The body read as JSON, where the order of keys is no matter. */
  json?: unknown;
  framing?: string;
  end?: string;
  cut?: boolean;
}

export interface Rules {
  /** Compare too whether the body has a length, comes in chunks, or ends with the connection. */
  framing?: true;
  /** Headers which are not compared, lower case. */
  ignore?: string[];
  /** Compare the order and the case of header names too. */
  order?: true;
  /** The body is not compared. */
  body?: "any";
}

export interface Row extends Message {
  /** One sentence, unique in the whole suite. */
  name: string;
  /** Several messages on one connection, pipelined. */
  messages?: Message[];
  /** The bytes themselves, instead of a message; `{ pause }` is in milliseconds. */
  raw?: Part[];
  /** The methods of the final answers that are awaited; default: those of the messages. */
  awaits?: string[];
  /** A target fetched on a second connection once the body begins to be readable on the first. */
  release?: string;
  /** Next leaves this row without an answer. */
  hangs?: true;
  rule?: Rules;
  /** Why our answer is another one, on purpose. `ours` then says what it is. */
  differs?: string;
  ours?: Ours | Ours[];
  /** Why the row is not replayed through Express, or what the answer is there. */
  express?: string | Ours;
}

export interface Section {
  title: string;
  rows: Row[];
}

export const HOST = "parity.test";

const PATIENCE = 6000;
const PATIENCE_WITH_HANGS = 1500;

export function bytesOf(message: Message): Buffer {
  const { method = "GET", path = "/", headers = {}, body } = message;
  const lines = [`${method} ${path} HTTP/1.1`];
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  if (!named.has("host")) lines.push(`Host: ${HOST}`);
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value].flat()) lines.push(`${name}: ${one}`);
  }
  const content = Buffer.from(body ?? "");
  const framed = named.has("content-length") || named.has("transfer-encoding");
  if (body !== undefined && !framed) lines.push(`Content-Length: ${content.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), content]);
}

export function sendingOf(row: Row): Sending {
  const messages = row.messages ?? [row];
  const parts = row.raw ?? messages.map(bytesOf);
  const methods = row.awaits ?? messages.map((message) => message.method ?? "GET");
  const patience = row.hangs ? PATIENCE_WITH_HANGS : PATIENCE;
  return { parts, methods, patience, ...(row.release ? { release: release(row.release) } : {}) };
}

function release(path: string): Buffer {
  return bytesOf({ path, headers: { Connection: "close" } });
}
