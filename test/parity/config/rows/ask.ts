import { BYTES } from "../../reasons.ts";
import type { HeaderList, Message, Row } from "../../row.ts";

/** A GET of a path, with headers; both are the row's name. */
export function ask(path: string, headers: HeaderList = {}, more: Partial<Row> & Message = {}): Row {
  const method = more.method ?? "GET";
  const named = Object.keys(headers).length === 0 ? "" : ` ${JSON.stringify(headers)}`;
  return { name: `${method} ${path}${named}`, path, headers, ...more };
}

/** GETs of paths without further headers. */
export function all(...paths: string[]): Row[] {
  return paths.map((path) => ask(path));
}

/** A GET whose `req.url` Next writes anew, in another form than the client sent it. */
export function asSent(path: string, url = path): Row {
  const body = new RegExp(`"url":${escaped(JSON.stringify(url))}`);
  return ask(path, {}, { differs: BYTES, ours: { like: "next", body, headers: { etag: "*" } } });
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
