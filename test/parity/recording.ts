import { createHash } from "node:crypto";

import { decoded, valueOf } from "./client.ts";
import type { Answer, Exchange, Sending } from "./client.ts";

export interface RecordedAnswer {
  status: number;
  statusText: string;
  /** `Name: value`, in the order and with the letters of the wire. */
  headers: string[];
  framing: Answer["framing"];
  /** Text without content coding; `base64:…` for bytes that are no UTF-8; `sha1:…` for long ones. */
  body: string;
  trailers?: string[];
  cut?: true;
}

export interface Recorded {
  /** A digest of the bytes sent, so that a row cannot change without being recorded again. */
  sent: string;
  answers: RecordedAnswer[];
  end: Exchange["end"];
  surplus?: string;
}

export interface Recording {
  next: string;
  node: string;
  rows: Record<string, Recorded>;
}

export const PAGE = "<an HTML page>";

const LONG = 3000;

/** @param long above which length a body is kept as its digest */
export function recordingOf(
  sending: Sending,
  { answers, end, surplus }: Exchange,
  port: number,
  long = LONG,
): Recorded {
  return {
    sent: digestOf(sending),
    answers: answers.map((answer) => normalAnswer(answer, port, long)),
    end,
    ...(surplus ? { surplus: withoutPort(surplus, port) } : {}),
  };
}

export function digestOf({ parts, methods }: Sending): string {
  const hash = createHash("sha1").update(methods.join());
  for (const part of parts) hash.update(Buffer.isBuffer(part) ? part : JSON.stringify(part));
  return hash.digest("hex").slice(0, 10);
}

function normalAnswer(answer: Answer, port: number, long: number): RecordedAnswer {
  const { status, statusText, framing, trailers, cut } = answer;
  const page = isPage(answer);
  const headers = answer.headers
    .filter(([name]) => name.toLowerCase() !== "date")
    .map(([name, value]) => `${name}: ${normalValue(name, withoutPort(value, port), page)}`);
  const body = page ? PAGE : withoutPort(textOf(decoded(answer), long), port);
  return {
    status,
    statusText,
    headers,
    framing,
    body,
    ...(trailers ? { trailers } : {}),
    ...(cut ? { cut } : {}),
  };
}

/** Next's own pages; the answer to HEAD has only the header by which to tell one. */
function isPage(answer: Answer): boolean {
  if (valueOf(answer, "x-powered-by") === "Next.js") return true;
  return decoded(answer).subarray(0, 15).toString() === "<!DOCTYPE html>";
}

function normalValue(name: string, value: string, page: boolean): string {
  if (page && ["etag", "content-length"].includes(name.toLowerCase())) return "<of the page>";
  return value
    .replaceAll(/(__prerender_bypass=)[0-9a-f]{32}/g, "$1<id>")
    .replaceAll(/(__next_preview_data=)[\w.~-]{40,}/g, "$1<token>")
    .replaceAll(/(Expires=)[^;]+(; Max-Age=[1-9])/g, "$1<soon>$2");
}

function withoutPort(text: string, port: number): string {
  return text.replaceAll(new RegExp(String.raw`\b${port}\b`, "g"), "<port>");
}

function textOf(body: Buffer, long: number): string {
  if (body.length > long)
    return `sha1:${createHash("sha1").update(body).digest("hex")} of ${body.length} bytes`;
  const text = body.toString();
  return Buffer.from(text).equals(body) ? text : `base64:${body.toString("base64")}`;
}

/** One answer a line, in the order of the rows, so that a new recording makes a short and readable diff. */
export function serialise({ next, node, rows }: Recording): string {
  const lines = Object.entries(rows).map(([name, { answers, ...rest }]) => {
    const each = answers.map((answer) => `    ${JSON.stringify(answer)}`).join(",\n");
    const tail = JSON.stringify(rest).slice(1);
    return `  ${JSON.stringify(name)}: { "answers": [${each && `\n${each}\n  `}], ${tail}`;
  });
  return `{ "next": ${JSON.stringify(next)}, "node": ${JSON.stringify(node)}, "rows": {\n${lines.join(",\n")}\n} }\n`;
}
