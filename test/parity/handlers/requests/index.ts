import type { Row, Section } from "../../row.ts";

import { bodies } from "./bodies.ts";
import { edge, edgeLater } from "./edge.ts";
import { files, params } from "./files.ts";
import { methods } from "./methods.ts";
import { navigation } from "./navigation.ts";
import { compression, failures, responses } from "./responses.ts";
import { later, server } from "./server.ts";
import { cookies, headers } from "./state.ts";

/** Sent some at a time. */
export const sections: Section[] = [
  { title: "files", rows: files },
  { title: "params and query", rows: params },
  { title: "methods", rows: methods },
  { title: "bodies", rows: bodies },
  { title: "cookies", rows: cookies },
  { title: "headers and draft mode", rows: headers },
  { title: "navigation", rows: navigation },
  { title: "responses", rows: responses },
  { title: "compression", rows: compression },
  { title: "failures", rows: failures },
  { title: "next/server", rows: server },
  { title: "edge", rows: edge },
];

/** Sent one after the other, when the others are done. */
export const inTurn: Section[] = [
  { title: "after", rows: later },
  { title: "edge, afterwards", rows: edgeLater },
];

export const all: Section[] = [...sections, ...inTurn];

export function rowsOf(of: Section[] = all): Row[] {
  return of.flatMap((section) => section.rows);
}
