import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import fresh from "fresh";
import type { Call, Route } from "../../convention.ts";
import type { StaticAnswers, StoredAnswer } from "../../static/answers.ts";
import { type ByteRange, isSameVersion, readRange } from "../../static/range.ts";
import { FastResponse } from "../../web/fast-response.ts";
import { isNullBodyStatus } from "../../web/null-body.ts";
import { withCookies } from "../../web/response.ts";
import { pathOf } from "./static-path.ts";

/** Up to this size a body is read at once. */
const SMALL = 64 * 1024;

/**
 * Answers a request with what the build has made of its path, whatever the method, as a file does; `undefined` where the
 * build has made nothing.
 */
export function builtAnswer(
  built: StaticAnswers,
  route: Route,
  request: Request,
  { params }: Call,
): Response | undefined {
  const answer = built.get(pathOf(route, params));
  return answer && responseOf(answer, built.made, request);
}

function responseOf(answer: StoredAnswer, made: number, request: Request): Response {
  const { "set-cookie": cookies, ...kept } = answer.headers;
  const headers: Record<string, string> = { ...(kept as Record<string, string>) };
  const response =
    answer.status === 200
      ? fileResponse(answer, made, headers, request)
      : send(answer, request, { status: answer.status, headers });
  return cookies === undefined ? response : withCookies(response, [cookies].flat());
}

/** An answer with 200 is sent as a file is: with conditions and ranges (RFC 9110 sections 13 and 14). */
function fileResponse(
  answer: StoredAnswer,
  made: number,
  headers: Record<string, string>,
  request: Request,
): Response {
  const etag = (headers["etag"] ??= answer.etag);
  const modified = (headers["last-modified"] ??= new Date(made).toUTCString());
  headers["cache-control"] ??= "public, max-age=0";
  headers["accept-ranges"] ??= "bytes";
  const asked = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  const validators = { etag, "last-modified": modified };
  if (isChanged(asked, etag, modified)) return withoutContent(412, headers);
  const conditions = {
    "if-none-match": asked("if-none-match"),
    "if-modified-since": asked("if-modified-since"),
    "cache-control": asked("cache-control"),
  };
  if (fresh(conditions, validators)) return withoutContent(304, headers);
  const { size } = answer;
  const range = isSameVersion(asked("if-range"), etag, modified)
    ? readRange(asked("range") ?? "", size)
    : undefined;
  if (range === "unsatisfiable") {
    return withoutContent(416, { ...headers, "content-range": `bytes */${size}` });
  }
  if (range === undefined) return send(answer, request, { status: 200, headers });
  headers["content-range"] = `bytes ${range.start}-${range.end}/${size}`;
  return send(answer, request, { status: 206, headers }, range);
}

function withoutContent(status: number, headers: Record<string, string>): Response {
  for (const name of ["content-type", "content-length", "content-encoding"]) delete headers[name];
  return new FastResponse(null, { status, headers });
}

/** Whether the client wants another version than this one (RFC 9110 sections 13.1.1 and 13.1.4). */
function isChanged(asked: (name: string) => string | undefined, etag: string, modified: string): boolean {
  const match = asked("if-match");
  if (match !== undefined) {
    return match !== "*" && !match.split(",").some((text) => text.trim().replace(/^W\//, "") === etag);
  }
  const since = Date.parse(asked("if-unmodified-since") ?? "");
  return Date.parse(modified) > since;
}

/** Sends the body of an answer, or a range of it. */
function send(
  answer: StoredAnswer,
  { method }: Request,
  { status, headers }: { readonly status: number; readonly headers: Record<string, string> },
  { start, end }: ByteRange = { start: 0, end: answer.size - 1 },
): Response {
  const length = end - start + 1;
  if (isNullBodyStatus(status)) return new FastResponse(null, { status, headers });
  headers["content-length"] = String(length);
  if (length === 0 || method === "HEAD") return new FastResponse(null, { status, headers });
  const body =
    answer.size <= SMALL
      ? answer.body.subarray(start, end + 1)
      : (Readable.toWeb(createReadStream(answer.source, { start, end })) as ReadableStream);
  return new FastResponse(body, { status, headers });
}
