import fc from "fast-check";
import { describe, expect } from "vitest";
import { RouteError } from "../../src/error.ts";
import {
  formatPattern,
  formatSegment,
  parsePattern,
  parseSegment,
  parseSegments,
  type Segment,
} from "../../src/routing/segment.ts";
import { property } from "./property.ts";
import { name } from "./text.ts";

const unit = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("[", "]", ".", "...", "…", "a", "b", "-") },
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).map((text) => (text === "/" ? "x" : text)),
);
const bracketed = fc
  .tuple(
    fc.constantFrom("", "[", "[[", "[...", "[[..."),
    fc.string({ unit, maxLength: 5 }),
    fc.constantFrom("", "]", "]]"),
  )
  .map((parts) => parts.join(""));
const text = fc.oneof(fc.string({ unit, maxLength: 8 }), bracketed, name);
const valid = name.filter((value) => /^[^[./…][^/]*$/s.test(value) && !value.endsWith("]"));

/** The four forms as they are documented; `undefined` for a name in brackets that has none of them. */
const FORMS: [kind: Segment["kind"], form: RegExp][] = [
  ["static", /^(?!\[.+\]$)(.*)$/s],
  ["param", /^\[(?![[.…])(.*[^\]])\]$/s],
  ["catch-all", /^\[\.{3}(?![[.])(.*[^\]])\]$/s],
  ["optional-catch-all", /^\[\[\.{3}(?![[.])(.*[^\]])\]\]$/s],
];

function read(segment: string): Segment | undefined {
  for (const [kind, form] of FORMS) {
    const found = form.exec(segment);
    if (found !== null) return { kind, name: found[1]! };
  }
  return undefined;
}

/** What a function gives, or the code with which it refuses. */
function resultOf<T>(parse: () => T): T | string {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RouteError && error.message !== "") return error.code;
    throw error;
  }
}

describe("parseSegment", () => {
  property("takes the four forms, and refuses what is none with ROUTE_NAME", text, (segment) => {
    expect(resultOf(() => parseSegment(segment))).toEqual(read(segment) ?? "ROUTE_NAME");
  });

  property("is undone by formatSegment", text, (segment) => {
    const parsed = resultOf(() => parseSegment(segment));
    fc.pre(typeof parsed === "object");
    expect(formatSegment(parsed)).toBe(segment);
  });

  const kinds = fc.constantFrom("param", "catch-all", "optional-catch-all");
  property(
    "takes any name that no bracket or period makes ambiguous",
    fc.tuple(kinds, valid),
    ([kind, value]) => {
      const segment = { kind, name: value } as Segment;
      expect(parseSegment(formatSegment(segment))).toEqual(segment);
    },
  );
});

describe("parsePattern", () => {
  const part = fc.oneof(
    text,
    valid.map((value) => `[${value}]`),
    fc.constantFrom("[...a]", "[[...b]]", "[id]", "[i-d]"),
  );
  const parts = fc
    .array(part, { maxLength: 5 })
    .map((texts) => texts.filter((one) => one !== "" && !one.includes("/")));

  property(
    "takes segments of good names, which differ in their word characters, catch-alls last",
    parts,
    (texts) => {
      const segments = texts.map(read);
      const dynamic = segments.filter((segment) => segment !== undefined && segment.kind !== "static");
      const words = dynamic.map((segment) => segment!.name.replace(/[^A-Za-z0-9_]/g, ""));
      const good =
        !segments.includes(undefined) &&
        new Set(words).size === words.length &&
        !segments.slice(0, -1).some((segment) => segment!.kind.endsWith("catch-all"));
      expect(resultOf(() => parseSegments(texts))).toEqual(good ? segments : "ROUTE_NAME");
    },
  );

  property("is undone by formatPattern", parts, (texts) => {
    const parsed = resultOf(() => parsePattern(`/${texts.join("/")}`));
    fc.pre(Array.isArray(parsed));
    expect(formatPattern(parsed)).toBe(`/${texts.join("/")}`);
  });

  property("refuses any other text with ROUTE_NAME", fc.string({ unit, maxLength: 12 }), (pattern) => {
    fc.pre(!pattern.startsWith("/"));
    expect(resultOf(() => parsePattern(pattern))).toBe("ROUTE_NAME");
  });
});
