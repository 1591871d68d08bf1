import { differences } from "./differs.ts";
import type { HeaderList, Message, Row } from "../../row.ts";

/** Headers of Next's page router, which no route handler asked for. */
const NOISE = ["vary"];

/** A row whose `Vary` is not compared: Next lists the headers of its client router there. */
export function row(name: string, message: Omit<Row, "name">): Row {
  return {
    name,
    ...differences[name],
    ...message,
    rule: { ...message.rule, ignore: [...NOISE, ...(message.rule?.ignore ?? [])] },
  };
}

/** GET of a path, named by it. */
export function get(path: string, more: Omit<Row, "name" | "path"> = {}): Row {
  const { method = "GET" } = more;
  return row(`${method} ${path}`, { path, ...more });
}

/** One GET for each kind of answer that a `[kind]` route gives. */
export function kinds(base: string, names: readonly string[], headers: HeaderList = {}): Row[] {
  return names.map((kind) => get(`${base}/${kind}`, Object.keys(headers).length > 0 ? { headers } : {}));
}

/** A row whose body has a type. */
export function sent(
  name: string,
  path: string,
  type: string | undefined,
  body: string | Buffer,
  more: Partial<Message> = {},
): Row {
  const headers = { ...(type === undefined ? {} : { "Content-Type": type }), ...more.headers };
  return row(name, { method: "POST", path, ...more, headers, body });
}
