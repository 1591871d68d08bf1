import { RouteError } from "../../error.ts";
import type { Part } from "../../routing/parts.ts";
import type { SlashRule } from "../../routing/ranked-node.ts";
import type { Route } from "../../routing/router.ts";
import type { Segment } from "../../routing/segment.ts";

const EXTENSION = /\.(?:js|ts)$/;
const PARAM = /\[([^[\]]*)\]/;
const PARAM_NAME = /^(?:\.\.\.)?[\w$]+$/;

/**
 * The segments of an endpoint below `src/pages`: the last extension goes, `_` and dot names are private.
 *
 * @throws RouteError `ROUTE_NAME`
 */
export function claimFile(file: string): Segment[] | undefined {
  if (!EXTENSION.test(file) || file.endsWith(".d.ts")) return undefined;
  const names = file.replace(EXTENSION, "").split("/");
  const hidden = file.split("/").some((name) => name.startsWith("_") || isDotName(name));
  if (hidden) return undefined;
  return (names.at(-1) === "index" ? names.slice(0, -1) : names).map(parseSegment);
}

function isDotName(name: string): boolean {
  return name.startsWith(".") && name !== ".well-known";
}

/** Reads one segment: literal text and params, such as `user-[name].json` or `[...path]`. */
export function parseSegment(text: string): Segment {
  if (text.includes("][")) throw invalid(text, "Put some text between its params, such as [a]-[b].");
  if (text.split("[").length !== text.split("]").length) throw invalid(text, "Close each bracket.");
  const parts = text
    .split(PARAM)
    .flatMap((piece, index): Part[] =>
      index % 2 === 1 ? [paramOf(piece, text)] : piece === "" ? [] : [{ kind: "static", name: piece }],
    );
  const [first] = parts;
  if (parts.length > 1) return { kind: "param", name: text, parts: parts.map(asMatched), text };
  if (first === undefined || first.kind === "static") return { kind: "static", name: asSent(text), text };
  return { kind: first.kind === "rest" ? "optional-catch-all" : "param", name: first.name, text };
}

function paramOf(name: string, text: string): Part {
  if (!PARAM_NAME.test(name))
    throw invalid(text, "Name a param with letters, digits, _ and $, such as [id].");
  return name.startsWith("...") ? { kind: "rest", name: name.slice(3) } : { kind: "param", name };
}

function asMatched(part: Part): Part {
  return part.kind === "static" ? { kind: "static", name: asSent(part.name) } : part;
}

/** Literal text as a decoded path has it: `decodeURI` leaves `%23` and `%3F`. */
function asSent(text: string): string {
  return text.normalize().replaceAll("?", "%3F").replaceAll("#", "%23");
}

function invalid(text: string, cure: string): RouteError {
  return new RouteError("ROUTE_NAME", `The name ${JSON.stringify(text)} is not a route of Astro. ${cure}`);
}

/** Astro's order of routes: static, then in parts, then params; one segment before a rest; deeper ones first. */
export function compareRoutes(a: Route, b: Route): number {
  const shared = Math.min(a.segments.length, b.segments.length);
  for (let index = 0; index < shared; index += 1) {
    const order = compareSegments(a.segments[index]!, b.segments[index]!);
    if (order !== 0) return order;
  }
  return compareLengths(a.segments, b.segments) || a.pattern.localeCompare(b.pattern);
}

function compareSegments(a: Segment, b: Segment): number {
  const [kindA, kindB] = [classOf(a), classOf(b)];
  if (kindA !== kindB) return kindA - kindB;
  if (kindA === 0) return a.name === b.name ? 0 : a.name.localeCompare(b.name);
  return Number(hasRest(a)) - Number(hasRest(b));
}

/** 0: all text, 1: text and params, 2: params. */
function classOf({ kind, parts }: Segment): number {
  if (parts !== undefined) return parts.every((part) => part.kind !== "static") ? 2 : 1;
  return kind === "static" ? 0 : 2;
}

function hasRest({ kind, parts }: Segment): boolean {
  return parts?.some((part) => part.kind === "rest") ?? kind === "optional-catch-all";
}

function compareLengths(a: readonly Segment[], b: readonly Segment[]): number {
  if (a.length === b.length) return 0;
  const [last, other] = [a.at(-1), b.at(-1)].map((segment) => segment !== undefined && hasRest(segment));
  // `/foo` comes before `/foo/[...rest]`, which takes it too.
  if (last !== other && Math.abs(a.length - b.length) === 1) {
    if (a.length > b.length && last === true) return 1;
    if (b.length > a.length && other === true) return -1;
  }
  return b.length - a.length;
}

/** Whether a route has an extension: it then takes no slash at its end, whatever the config says. */
export function hasExtension(path: string): boolean {
  return /[^/]\.\w+$/.test(path);
}

/** The rule for slashes at the end of a route's paths. */
export function slashRuleOf(route: Route, configured: SlashRule): SlashRule {
  return hasExtension(route.pattern) ? "never" : configured;
}
