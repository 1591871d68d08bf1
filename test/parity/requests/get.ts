import type { Part, Row } from "../row.ts";

/** A request whose target is sent as it is. */
export function get(target: string, rest = "Host: parity.test\r\n\r\n"): Part[] {
  return [`GET ${target} HTTP/1.1\r\n${rest}`];
}

export function got(prefix: string, target: string): Row {
  return { name: `${prefix} ${target}`, raw: get(target), awaits: ["GET"] };
}
