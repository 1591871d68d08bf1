import type { Recorded, RecordedAnswer } from "./recording.ts";
import { PAGE } from "./recording.ts";
import type { Ours, Row } from "./row.ts";

export type Mount = "owned" | "express";

/*
 * The rules which hold for every row:
 * 1. The order and the case of header names carry no meaning and are not compared, unless the row says so.
 * 2. A body known at `end()` has a Content-Length here, where Next with compression sends chunks. So the framing is
 *    compared only where a row says so; a Content-Length which Next does send must be the same.
 * 3. Next's HTML pages (400, 404, 500) are small text or JSON here: only the status line is compared.
 * 4. Compressed bodies are compared decoded, and by Content-Encoding.
 * 5. In Express, Vary, compression and X-Powered-By are the host's matter; what is no route is the host's 404.
 */
const UNCOMPARED = ["date", "transfer-encoding", "content-length"];
const UNCOMPARED_IN_EXPRESS = ["vary", "content-encoding", "x-powered-by"];

/** What is other than it should be, a line each; empty when the answer is right. */
export function differences(row: Row, next: Recorded, ours: Recorded, mount: Mount): string[] {
  if (mount === "express" && typeof row.express === "object") return unmet([row.express], ours);
  const named = [row.ours ?? []].flat();
  const found = unmet(named, ours);
  if (named.some(({ like }) => like !== "next")) return found;
  found.push(...compareExchange(next, ours));
  for (const [index, expected] of next.answers.entries()) {
    const answer = ours.answers[index];
    if (answer) found.push(...compareAnswer(withoutNamed(row), expected, answer, mount));
  }
  return found;
}

/** What `ours` names is no more to be compared with Next's answer. */
function withoutNamed(row: Row): Row {
  const [ours] = [row.ours ?? []].flat();
  const ignore = [...(row.rule?.ignore ?? []), ...Object.keys(ours?.headers ?? {})];
  return { ...row, rule: { ...row.rule, ignore, ...(ours?.body === undefined ? {} : { body: "any" }) } };
}

/** Whether Next answers as we do, so that the reason a row gives for differing is void. */
export function isVoid(row: Row, next: Recorded): boolean {
  return row.ours !== undefined && unmet([row.ours].flat(), next).length === 0;
}

function compareExchange(next: Recorded, ours: Recorded): string[] {
  const found: string[] = [];
  if (next.answers.length !== ours.answers.length)
    found.push(was("answers", next.answers.length, ours.answers.length));
  if (next.end !== ours.end) found.push(was("connection", next.end, ours.end));
  if (next.surplus !== ours.surplus) found.push(was("surplus bytes", next.surplus, ours.surplus));
  return found;
}

function compareAnswer(row: Row, next: RecordedAnswer, ours: RecordedAnswer, mount: Mount): string[] {
  const found: string[] = [];
  if (next.status !== ours.status) found.push(was("status", next.status, ours.status));
  if (next.statusText !== ours.statusText) found.push(was("status text", next.statusText, ours.statusText));
  if (next.body === PAGE) return [...found, ...compareWithPage(ours, mount)];
  if (row.rule?.body !== "any" && next.body !== ours.body) found.push(was("body", next.body, ours.body));
  if (next.cut !== ours.cut) found.push(was("cut", next.cut, ours.cut));
  if (String(next.trailers) !== String(ours.trailers))
    found.push(was("trailers", next.trailers, ours.trailers));
  if (row.rule?.framing && next.framing !== ours.framing)
    found.push(was("framing", next.framing, ours.framing));
  return [...found, ...compareHeaders(row, next, ours, mount)];
}

function compareWithPage(ours: RecordedAnswer, mount: Mount): string[] {
  const type = headersOf(ours).get("content-type") ?? "";
  return mount === "owned" && type.startsWith("text/html") ? ["content-type: a page"] : [];
}

function compareHeaders(row: Row, next: RecordedAnswer, ours: RecordedAnswer, mount: Mount): string[] {
  const ofHost = mount === "express" ? UNCOMPARED_IN_EXPRESS : [];
  const uncompared = new Set([...UNCOMPARED, ...ofHost, ...(row.rule?.ignore ?? [])]);
  const expected = headersOf(next);
  const given = headersOf(ours);
  const found: string[] = [];
  for (const name of new Set([...expected.keys(), ...given.keys()])) {
    if (uncompared.has(name) || expected.get(name) === given.get(name)) continue;
    found.push(was(name, expected.get(name), given.get(name)));
  }
  const length = expected.get("content-length");
  if (row.rule?.body !== "any" && length !== undefined && length !== given.get("content-length")) {
    found.push(was("content-length", length, given.get("content-length")));
  }
  const [order, ourOrder] = [orderOf(next, uncompared), orderOf(ours, uncompared)];
  if (row.rule?.order && order !== ourOrder) found.push(was("order", order, ourOrder));
  return found;
}

function orderOf({ headers }: RecordedAnswer, uncompared: Set<string>): string {
  const names = headers.map((header) => header.slice(0, header.indexOf(":")));
  return names.filter((name) => !uncompared.has(name.toLowerCase())).join(", ");
}

function headersOf({ headers }: RecordedAnswer): Map<string, string> {
  const map = new Map<string, string>();
  for (const header of headers) {
    const at = header.indexOf(":");
    const name = header.slice(0, at).toLowerCase();
    const value = header.slice(at + 2);
    const before = map.get(name);
    map.set(name, before === undefined ? value : `${before} | ${value}`);
  }
  return map;
}

function unmet(expected: Ours[], { answers, end }: Recorded): string[] {
  const found: string[] = [];
  for (const [index, ours] of expected.entries()) {
    if (ours.end !== undefined && ours.end !== end) found.push(was("connection", ours.end, end));
    const answer = answers.filter(({ status }) => status >= 200)[index];
    if (answer) found.push(...unmetBy(ours, answer));
    else if (Object.keys(ours).some((key) => key !== "end" && key !== "like")) found.push("no answer");
  }
  return found;
}

function unmetBy(ours: Ours, answer: RecordedAnswer): string[] {
  const found: string[] = [];
  for (const key of ["status", "statusText", "framing", "cut"] as const) {
    if (key in ours && ours[key] !== answer[key]) found.push(was(key, ours[key], answer[key]));
  }
  if (ours.body !== undefined && !matches(ours.body, answer.body))
    found.push(was("body", ours.body, answer.body));
  if ("json" in ours && !isJson(answer.body, ours.json)) found.push(was("body", ours.json, answer.body));
  const given = headersOf(answer);
  for (const [name, value] of Object.entries(ours.headers ?? {})) {
    const actual = given.get(name);
    if (value === "*" ? actual === undefined : actual !== (value ?? undefined))
      found.push(was(name, value, actual));
  }
  return found;
}

function matches(expected: string | RegExp, body: string): boolean {
  return typeof expected === "string" ? expected === body : expected.test(body);
}

function isJson(body: string, expected: unknown): boolean {
  try {
    return sorted(JSON.parse(body)) === sorted(expected);
  } catch {
    return false;
  }
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function was(what: string, expected: unknown, actual: unknown): string {
  return `${what}: ${shown(expected)} -> ${shown(actual)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "none";
  return value instanceof RegExp ? String(value) : JSON.stringify(value).slice(0, 400);
}
