import { INTERCEPTING, NAMES, PARTIAL, REACHABLE } from "../reasons.ts";

/** Names of files that Next does not serve as they are, and those under which the same tree is served by it. */
const TWINS: [name: string, twin: string, reason: string][] = [
  ["a b", "qq-a-b", REACHABLE],
  ["é", "qq-e", REACHABLE],
  ["a{b}", "qq-braces", REACHABLE],
  ["(.)p", "qq-one-up", INTERCEPTING],
  ["(..)q", "qq-two-up", INTERCEPTING],
  ["(...)r", "qq-root", INTERCEPTING],
  ["日", "qq-ri", REACHABLE],
  ["a?b", "qq-query", REACHABLE],
  ["a#b", "qq-hash", REACHABLE],
  ["[id].json", "qq-json", PARTIAL],
  ["[id]x", "qq-idx", PARTIAL],
  ["x[id]", "qq-xid", PARTIAL],
  ["[constructor]", "[qq-constructor]", NAMES],
  ["[toString]", "[qq-toString]", NAMES],
  ["[__proto__]", "[qq-__proto__]", NAMES],
];
const BRACKETS = /^\[|\]$/g;

export interface Twin {
  name: string;
  /** Why we serve the name itself. */
  reason?: string;
}

export function twinOf(name: string): Twin {
  const [, twin, reason] = TWINS.find(([own]) => own === name) ?? [];
  return twin === undefined || reason === undefined ? { name } : { name: twin, reason };
}

/** The twin of a route file's path. */
export function twinOfFile(file: string): string {
  const end = file.lastIndexOf(".");
  const names = file.slice(0, end).split("/");
  return names.map((name) => twinOf(name).name).join("/") + file.slice(end);
}

/** The page of a dynamic route is also found by its own spelling in Next, before any other. */
export function markSpelled(segment: string): string {
  return segment.replace("[", "qq-[");
}

/** Gives the names in an answer of Next their own spelling again. */
export function withoutTwins(text: string): string {
  let own = text.replaceAll("qq-[", "[");
  for (const [name, twin, reason] of TWINS) {
    const isParam = reason === NAMES;
    own = own.replaceAll(isParam ? inner(twin) : twin, isParam ? inner(name) : name);
  }
  return own;
}

function inner(name: string): string {
  return name.replaceAll(BRACKETS, "");
}
