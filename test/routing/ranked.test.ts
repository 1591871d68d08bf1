import { describe, expect, it } from "vitest";
import { processorTime } from "../support/clock.ts";

import { matchParts, type Part } from "../../src/routing/parts.ts";
import { type Matching, RankedTrie } from "../../src/routing/ranked.ts";
import { Router } from "../../src/routing/router.ts";
import type { Segment } from "../../src/routing/segment.ts";

/** `user-[name].json`, `[...rest]` and the like, as several conventions spell them. */
function partsOf(text: string): Part[] {
  return text
    .split(/(\[[^\]]+\])/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (!piece.startsWith("[")) return { kind: "static", name: piece };
      const name = piece.slice(1, -1);
      return name.startsWith("...") ? { kind: "rest", name: name.slice(3) } : { kind: "param", name };
    });
}

function segmentOf(text: string): Segment {
  const parts = partsOf(text);
  const [first] = parts;
  if (parts.length > 1) return { kind: "static", name: text, parts, text };
  if (first!.kind === "static") return { kind: "static", name: text };
  return { kind: first!.kind === "rest" ? "optional-catch-all" : "param", name: first!.name, text };
}

function routeOf(pattern: string, matching: Matching<any>) {
  const segments = pattern
    .split("/")
    .filter((text) => text !== "")
    .map(segmentOf);
  return { pattern, file: pattern, segments, matching };
}

/** A router that prefers its routes in the order in which they are given. */
function routerOf(patterns: string[], extra: Partial<Matching<any>> = {}) {
  const order = (a: { pattern: string }, b: { pattern: string }): number =>
    patterns.indexOf(a.pattern) - patterns.indexOf(b.pattern);
  const matching = { order, ...extra };
  return new Router(patterns.map((pattern) => routeOf(pattern, matching)));
}

function answer(patterns: string[], path: string): unknown {
  const found = routerOf(patterns).find(path);
  return typeof found === "object" ? [found.route.pattern, { ...found.params }] : found;
}

describe("matchParts", () => {
  it.each<[string, string, string[] | undefined]>([
    ["user-[name].json", "user-ann.json", ["ann"]],
    ["user-[name].json", "user-.json", undefined],
    ["[a]-[b]", "x-y-z", ["x", "y-z"]],
    ["a-[x]-b", "a-1-b-b", ["1-b"]],
    ["[...path].txt", "a/b.txt", ["a/b"]],
    ["[...path].txt", ".txt", [""]],
    ["[...a]-[b].txt", "x-y/z-w.txt", ["x-y/z", "w"]],
    ["[a].[b]", "x/y.z", undefined],
    ["pre[...a]", "pre", [""]],
  ])("matches %s with %s", (pattern, text, captures) => {
    expect(matchParts(partsOf(pattern), text)).toEqual(captures);
  });

  it("is not slowed down by a hostile text", () => {
    const took = processorTime(() => {
      expect(matchParts(partsOf("[...a]-[b]-[...c]-[d].txt"), "-a".repeat(4000))).toBeUndefined();
    });
    expect(took).toBeLessThan(2000);
  });
});

describe("a ranked router", () => {
  it.each<[string[], string, unknown]>([
    [["/a/[x]", "/[y]/b"], "/a/b", ["/a/[x]", { x: "b" }]],
    [["/[y]/b", "/a/[x]"], "/a/b", ["/[y]/b", { y: "a" }]],
    [["/a-[x]/[y]", "/[z]-b/c"], "/a-b/c", ["/a-[x]/[y]", { x: "b", y: "c" }]],
    [["/[z]-b/c", "/a-[x]/[y]"], "/a-b/c", ["/[z]-b/c", { z: "a" }]],
    [["/[...all]"], "/", ["/[...all]", { all: undefined }]],
    [["/[...all]"], "/a/b", ["/[...all]", { all: "a/b" }]],
    [["/docs/[...all]/edit", "/docs/[...all]"], "/docs/a/b/edit", ["/docs/[...all]/edit", { all: "a/b" }]],
    [["/docs/[...all]/edit"], "/docs/edit", ["/docs/[...all]/edit", { all: undefined }]],
    [["/docs/[...all]/edit", "/docs/[...all]"], "/docs/a", ["/docs/[...all]", { all: "a" }]],
    [["/[...a]/[...b]"], "/", ["/[...a]/[...b]", { a: undefined, b: undefined }]],
    [["/files/[...p].txt"], "/files/a/b.txt", ["/files/[...p].txt", { p: "a/b" }]],
    [["/[...p].txt/raw"], "/a/b.txt/raw", ["/[...p].txt/raw", { p: "a/b" }]],
    [["/[lang]-[v]/info"], "/en-1-2/info", ["/[lang]-[v]/info", { lang: "en", v: "1-2" }]],
    [["/[x]"], "/a/b", undefined],
    [["/a/[x]"], "/a", undefined],
  ])("%j answers %s", (patterns, path, expected) => {
    expect(answer(patterns, path)).toEqual(expected);
  });

  it("takes a path with a slash at its end by the rule of the route", () => {
    const slash = (route: { pattern: string }): "never" | "always" | "ignore" =>
      route.pattern === "/a" ? "always" : route.pattern === "/b" ? "never" : "ignore";
    const router = routerOf(["/a", "/b", "/c"], { slash });
    const taken = ["/a", "/a/", "/b", "/b/", "/c", "/c/"].filter((path) => router.find(path) !== undefined);
    expect(taken).toEqual(["/a/", "/b", "/c", "/c/"]);
  });

  it("names the route that another one hides", () => {
    const { shadowed } = routerOf(["/[a]-[b]", "/[c]-[d]"]);
    expect(shadowed.map(([hidden, serving]) => [hidden.pattern, serving.pattern])).toEqual([
      ["/[c]-[d]", "/[a]-[b]"],
    ]);
  });

  it("answers the same as a list of regular expressions", () => {
    const pieces = ["a", "b", "[x]", "[y]", "a-[x]", "[x]-b", "[x].[y]", "[...r]", "[...r].a", "a"];
    const texts = ["a", "b", "a-b", "a.a", "b.a", "a-b.a"];
    let seed = 7;
    const next = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    const list = (of: string[]): string =>
      `/${Array.from({ length: next(4) }, () => of[next(of.length)]).join("/")}`;
    for (let round = 0; round < 3000; round += 1) {
      const patterns = [...new Set(Array.from({ length: 4 }, () => list(pieces)))];
      const path = list(texts);
      const expected = patterns.find((pattern) => expressionOf(pattern).test(path));
      const trie = new RankedTrie<string>();
      const added = patterns.filter(
        (pattern) => trie.insert(routeOf(pattern, { order: () => 0 }).segments, pattern) === undefined,
      );
      const found = trie.find(path)?.value;
      expect([patterns, path, found]).toEqual([patterns, path, added.includes(expected!) ? expected : found]);
      expect(found === undefined).toBe(expected === undefined);
    }
  });

  it("finds one of 10,000 routes of parts as fast as one of ten", () => {
    const timeOf = (count: number): number => {
      const router = routerOf(
        Array.from({ length: count }, (_, index) => `/item-${index}-[x].json`),
        {
          order: () => 0,
        },
      );
      return processorTime(() => {
        for (let round = 0; round < 20_000; round += 1) router.find(`/item-${round % count}-a.json`);
      });
    };
    timeOf(10);
    expect(timeOf(10_000)).toBeLessThan(Math.max(timeOf(10) * 8, 100));
  });
});

function expressionOf(pattern: string): RegExp {
  const segments = pattern.split("/").filter((text) => text !== "");
  const source = segments.map((text) => {
    const parts = partsOf(text);
    if (parts.length === 1 && parts[0]!.kind === "rest") return "(?:/(.*?))?";
    return `/${parts.map(({ kind, name }) => (kind === "static" ? name.replaceAll(".", "\\.") : kind === "param" ? "([^/]+?)" : "(.*?)")).join("")}`;
  });
  return new RegExp(`^${source.join("") || "/"}/?$`);
}
