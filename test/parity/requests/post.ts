import type { HeaderList, Part, Row } from "../row.ts";

const CHUNKED = "Transfer-Encoding: chunked\r\nHost: parity.test\r\n";

/** A row without its name yet: a POST to a route below `/api/body/`. */
export function post(route: string, body: string | Buffer, type?: string, headers: HeaderList = {}): Row {
  const typed = type === undefined ? headers : { "Content-Type": type, ...headers };
  return { name: "", method: "POST", path: `/api/body/${route}`, headers: typed, body };
}

export function inChunks(route: string, chunks: string[], type = "text/plain"): Part[] {
  const framed = [...chunks, ""]
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`)
    .join("");
  return [`POST /api/body/${route} HTTP/1.1\r\nContent-Type: ${type}\r\n${CHUNKED}\r\n`, Buffer.from(framed)];
}
