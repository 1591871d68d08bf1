import fc from "fast-check";

import * as reasons from "../reasons.ts";
import type { RecordedAnswer } from "../recording.ts";

import { namesOf } from "./tree.ts";
import type { Tree } from "./tree.ts";
import { markSpelled, twinOf, withoutTwins } from "./twin.ts";

const VALUES = [
  "1",
  "x",
  "index",
  "a",
  "[id]",
  "[[...opt]]",
  "a%2Fb",
  "%20",
  "constructor",
  "__proto__",
  "...",
  "%zz",
];

/** A path below a tree's folder that one of its files answers, or nearly so. */
export function visitsTo(files: Tree): fc.Arbitrary<string> {
  const names = namesOf(files).filter((name) => !isDynamic(name));
  const value = fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...(names.length > 0 ? names : VALUES)));
  const path = fc
    .constantFrom(...files)
    .chain((file) => fc.tuple(...segmentsOf(file).map((name) => sent(name, value))));
  return fc
    .tuple(path, fc.option(fc.constantFrom(...CHANGES), { nil: undefined, freq: 2 }), value, fc.nat(5))
    .map(([parts, change, text, at]) => {
      const segments = parts.flat();
      const changed = segments.length > 0 ? change?.(segments, text, at % segments.length) : undefined;
      return (changed ?? segments).map(escaped);
    })
    .map((segments) => segments.map((segment) => `/${segment}`).join(""));
}

type Change = (segments: string[], value: string, at: number) => string[];

const CHANGES: Change[] = [
  (segments) => segments.slice(0, -1),
  (segments, value) => [...segments, value],
  (segments) => [...segments, "index"],
  (segments, value, at) => segments.with(at, value),
  (segments, value, at) => segments.with(at, value),
  (segments, _value, at) => segments.toSpliced(at, 1),
  (segments, _value, at) => segments.with(at, (segments[at] ?? "").toUpperCase()),
  (segments, _value, at) => segments.with(at, `${segments[at]}.js`),
  (segments, _value, at) => segments.with(at, encodedFirst(segments[at] ?? "")),
  (segments) => [...segments, ""],
];

function segmentsOf(file: string): string[] {
  const names = file.replace(/\.\w+$/, "").split("/");
  return names.at(-1) === "index" ? names.slice(0, -1) : names;
}

function isDynamic(name: string): boolean {
  return /^\[.+\]$/.test(name);
}

function sent(name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  if (!isDynamic(name)) return fc.constant([name]);
  if (!name.includes("...")) return value.map((one) => [one]);
  return fc.array(value, { minLength: name.startsWith("[[") ? 0 : 1, maxLength: 3 });
}

function encodedFirst(text: string): string {
  return text === "" || /^[%\u0080-\uffff]/.test(text)
    ? text
    : `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
}

/** Names of files stand in a path as browsers write them. */
function escaped(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]+|[?#]/g, encodeURIComponent);
}

/** The path that Next is sent instead, below the twin of the tree. */
export function referenceVisit(files: Tree, path: string, met: Set<string>): string {
  // A slash at the end is redirected with the letters of the request.
  if (path.endsWith("/")) return path;
  const names = new Set(namesOf(files));
  return path
    .split("/")
    .map((segment) => {
      const name = decoded(segment);
      if (!names.has(name)) return segment;
      if (isDynamic(name)) met.add(reasons.SPELLED);
      if (isDynamic(name)) return markSpelled(name);
      const twin = twinOf(name);
      if (twin.reason) met.add(twin.reason);
      else if (name !== segment) met.add(reasons.EQUIVALENT);
      return twin.name;
    })
    .join("/");
}

/** Our answer, made of Next's. */
export function expectedVisit(path: string, next: RecordedAnswer, met: Set<string>): RecordedAnswer {
  if (!next.body.startsWith('{"file"')) return next;
  const body = withoutTwins(next.body);
  if (/"\[(__proto__|constructor)\]/.test(body)) met.add(reasons.NAMES);
  const { file, query } = JSON.parse(body) as { file: string; query: [string, unknown][] };
  if (!isIndexLost(file, query, path)) return { ...next, body };
  met.add(reasons.INDEX);
  return { ...next, body: JSON.stringify({ file, query: [...query, [nameOf(file), ["index"]]] }) };
}

/** Next takes the one value `index` of an optional catch-all for none. */
function isIndexLost(file: string, query: [string, unknown][], path: string): boolean {
  const names = file.split("/");
  const segments = path.split("/").slice(1);
  const isLost = names.at(-1)?.startsWith("[[...") && query.length === names.length - 1 - staticsOf(names);
  return Boolean(isLost) && segments.length === names.length && decoded(segments.at(-1) ?? "") === "index";
}

function staticsOf(names: string[]): number {
  return names.filter((name) => !isDynamic(name)).length;
}

function nameOf(file: string): string {
  return /([^/.]+)\]\]$/.exec(file)?.[1] ?? "";
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
