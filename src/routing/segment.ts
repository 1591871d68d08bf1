import { RouteError } from "../error.ts";
import type { Part } from "./parts.ts";

export type SegmentKind = "static" | "param" | "catch-all" | "optional-catch-all";

/** One part of a route between two slashes: `name` is the literal text, or the param's name. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly name: string;
  /** Several pieces, such as `user-[name].json`: for a ranked router. `kind` is then of no matter. */
  readonly parts?: readonly Part[];
  /** Literal texts, any of which a path may have here, or none of them: for a ranked router. */
  readonly optional?: readonly string[];
  /** How the file spells it, where that is not Next's way. */
  readonly text?: string;
}

/**
 * Reads one path segment of a route: `post`, `[pid]`, `[...slug]`, `[[...slug]]`.
 * Only a whole segment is dynamic (`v[id]` is literal), and `[]` is literal, as in Next.
 *
 * @throws RouteError `ROUTE_NAME` for an invalid bracketed name, with Next's message.
 */
export function parseSegment(text: string): Segment {
  if (text.length < 3 || !text.startsWith("[") || !text.endsWith("]")) return { kind: "static", name: text };
  let name = text.slice(1, -1);
  const optional = name.startsWith("[") && name.endsWith("]");
  if (optional) name = name.slice(1, -1);
  if (name.startsWith("…")) {
    throw invalid(`Detected a three-dot character ('…') at ('${name}'). Did you mean ('...')?`);
  }
  const rest = name.startsWith("...");
  if (rest) name = name.slice(3);
  if (name.startsWith("[") || name.endsWith("]")) {
    throw invalid(`Segment names may not start or end with extra brackets ('${name}').`);
  }
  if (name.startsWith(".")) throw invalid(`Segment names may not start with erroneous periods ('${name}').`);
  if (optional && !rest) throw invalid(`Optional route parameters are not yet supported ("${text}").`);
  if (name === "") throw invalid(`Dynamic segments need a name, such as "[...path]" ("${text}").`);
  if (optional) return { kind: "optional-catch-all", name };
  return { kind: rest ? "catch-all" : "param", name };
}

/** Reads a whole pattern, such as `/api/post/[pid]`. */
export function parsePattern(pattern: string): Segment[] {
  if (!pattern.startsWith("/")) throw invalid(`A route pattern starts with "/" ("${pattern}").`);
  return parseSegments(pattern.split("/").filter((text) => text !== ""));
}

/**
 * Reads the segments of one route, from the left, as Next does: of several mistakes the first is named.
 *
 * @throws RouteError `ROUTE_NAME` also for a combination that no request could tell apart, with Next's message.
 */
export function parseSegments(texts: readonly string[]): Segment[] {
  const segments: Segment[] = [];
  for (const text of texts) {
    const before = segments.at(-1)?.kind;
    if (before === "catch-all" || before === "optional-catch-all") {
      throw invalid("Catch-all must be the last part of the URL.");
    }
    const segment = parseSegment(text);
    if (segment.kind !== "static") checkName(segment.name, segments);
    segments.push(segment);
  }
  return segments;
}

function checkName(name: string, segments: readonly Segment[]): void {
  for (const { kind, name: other } of segments) {
    if (kind === "static") continue;
    if (other === name) {
      throw invalid(`You cannot have the same slug name "${name}" repeat within a single dynamic path`);
    }
    if (wordsOf(other) === wordsOf(name)) {
      throw invalid(
        `You cannot have the slug names "${other}" and "${name}" differ only by non-word symbols within a single dynamic path`,
      );
    }
  }
}

/** The text of a segment as a file name spells it. */
export function formatSegment({ kind, name, text }: Segment): string {
  if (text !== undefined) return text;
  if (kind === "param") return `[${name}]`;
  if (kind === "catch-all") return `[...${name}]`;
  return kind === "optional-catch-all" ? `[[...${name}]]` : name;
}

export function formatPattern(segments: readonly Segment[]): string {
  return `/${segments.map(formatSegment).join("/")}`;
}

function wordsOf(name: string): string {
  return name.replace(/\W/g, "");
}

function invalid(message: string): RouteError {
  return new RouteError("ROUTE_NAME", message);
}
