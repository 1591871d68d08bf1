import type { PatternParams } from "./pattern.ts";

/** Puts params into a text. */
export type Fill = (params: PatternParams) => string;

interface Place {
  readonly name: string;
  readonly modifier: string;
  /** Comes before each value of a param that repeats. */
  readonly prefix: string;
  /** Stays where the param is absent. */
  readonly text: string;
}

/**
 * Compiles a text that is not a path, such as a header's value: `:name` stands for a param, `:name*` and `:name+` for one
 * that repeats. The name of a param that is absent stays as it is written.
 *
 * @param names of the params that there may be
 */
export function compileText(text: string, names: readonly string[]): Fill {
  if (!text.includes(":") || names.length === 0) return () => text;
  // As for paths, a slash or dot before a name belongs to it. A first one is assumed, and cut off in the end.
  const parts = partsOf(`/${text}`, names);
  return (params) =>
    parts
      .map((part) => (typeof part === "string" ? part : fill(part, params)))
      .join("")
      .slice(1);
}

function partsOf(text: string, names: readonly string[]): (string | Place)[] {
  const longestFirst = names.toSorted((a, b) => b.length - a.length).map(escapeRegExp);
  const place = new RegExp(String.raw`([./]?)(:(${longestFirst.join("|")})(?:([*+?])|(?!\w)))`, "g");
  const parts: (string | Place)[] = [];
  let from = 0;
  for (const match of text.matchAll(place)) {
    const [all, prefix = "", written = "", name = "", modifier = ""] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push({ name, modifier, prefix, text: prefix + written });
    from = match.index + all.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function fill({ name, modifier, prefix, text }: Place, params: PatternParams): string {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  if (value === undefined) return text;
  if (typeof value === "string") return prefix + value;
  if (modifier !== "*" && modifier !== "+") {
    throw new TypeError(
      `:${name} has several values (${value.join(", ")}). Write :${name}* to take them all.`,
    );
  }
  return value.map((each) => prefix + each).join("");
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}-]/g, String.raw`\$&`);
}
