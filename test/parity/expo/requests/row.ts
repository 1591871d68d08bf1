import type { Ours, Row } from "../../row.ts";

type More = Omit<Row, "name" | "path">;

/** Expo's server says no `Vary: Accept-Encoding`, as it compresses nothing. */
const IGNORED = ["vary"];

/** A request, named by its method and path. */
export function ask(path: string, more: More & { as?: string } = {}): Row {
  const { method = "GET", as, ...rest } = more;
  const name = as === undefined ? `${method} ${path}` : `${method} ${path}: ${as}`;
  return {
    name,
    path,
    method,
    ...rest,
    rule: { ...rest.rule, ignore: [...IGNORED, ...(rest.rule?.ignore ?? [])] },
  };
}

/** One GET for each kind of a `[kind]` route. */
export function kinds(base: string, names: readonly string[], more: More = {}): Row[] {
  return names.map((kind) => ask(`${base}/${kind}`, more));
}

/** Expo's adapter passes errors to `next`; what they look like is the host's matter. */
export function fails(row: Row, body = "Internal server error"): Row {
  return {
    ...row,
    differs: "Expo's adapter passes the error on to a host, and there is none here: its docs name this text",
    ours: { status: 500, body },
  };
}

/** In an exported bundle Expo does not know its own StatusError, and sends JSON as text. */
export function sendsJson(row: Row): Row {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return {
    ...row,
    differs: "JSON is sent as JSON, as Expo's source means to",
    ours: { like: "next", headers },
  };
}

/** A row whose answer differs, for a reason. */
export function differs(row: Row, reason: string, ours: Ours): Row {
  return { ...row, differs: reason, ours };
}

/** Expo's 405 says nothing of the methods there are. */
export function notAllowed(row: Row, allow: string): Row {
  return differs(row, "A 405 names the methods that the route has, as RFC 9110 section 15.5.6 demands", {
    like: "next",
    headers: { allow },
  });
}
