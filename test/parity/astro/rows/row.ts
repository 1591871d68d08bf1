import type { Row } from "../../row.ts";

/** A row for each path that is only asked for. */
export function paths(prefix: string, list: readonly string[]): Row[] {
  return list.map((path) => ({ name: `${prefix} ${path}`, path }));
}

/** A row for each method that is sent to a path, with JSON as its content type so that no check of forms sees it. */
export function methods(path: string, list: readonly string[]): Row[] {
  return list.map((method) => ({
    name: `${method} ${path}`,
    method,
    path,
    headers: { "Content-Type": "application/json" },
    ...(method === "GET" || method === "HEAD" ? {} : { body: "{}" }),
  }));
}

export function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
