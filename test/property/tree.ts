import fc from "fast-check";
import { formatPattern, parseSegments, type Segment } from "../../src/routing/segment.ts";

/** Few texts, so that routes have much in common, and some that need or look like percent-encoding. */
const TEXTS = [..."a b ab A a+b a.b %61 %2F é [] [id]x __proto__ constructor".split(" "), "a b", "日本"];
const DYNAMIC = "[id] [id] [id] [slug] [__proto__] [...rest] [...all] [[...rest]] [[...all]]".split(" ");

const part = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b") },
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 5, arbitrary: fc.constantFrom(...DYNAMIC) },
);
/** Names that one route may have together: each depth has its own, but for the last. */
const pattern = fc.array(part, { maxLength: 5 }).map((texts) => {
  const end = texts.findIndex((text) => /^\[+\./.test(text));
  const whole = end === -1 ? texts : texts.slice(0, end + 1);
  return whole.map((text, depth) =>
    depth < whole.length - 1 ? text.replace(/^\[(id|slug)\]$/, `[$1${depth}]`) : text,
  );
});
const patterns = fc.array(pattern, { minLength: 1, maxLength: 10 });

export interface Tree {
  readonly routes: { pattern: string; segments: Segment[]; file: string; target: number }[];
}

export const anyTree: fc.Arbitrary<Tree> = patterns.map((list) => ({
  routes: list.filter(isGood).map((texts, target) => {
    const segments = parseSegments(texts);
    return { pattern: formatPattern(segments), segments, file: String(target), target };
  }),
}));
/** Leaves out whatever contradicts, or repeats, one before it. */
const tree: fc.Arbitrary<Tree> = anyTree.map(({ routes }) => {
  const kept: Tree["routes"] = [];
  for (const route of routes) {
    if (kept.every((other) => relation(other.segments, route.segments) === "apart")) kept.push(route);
  }
  return { routes: kept };
});

function isGood(texts: string[]): boolean {
  const names = texts.flatMap((text) => (/^\[.+\]$/.test(text) ? [text.replace(/\W/g, "")] : []));
  return new Set(names).size === names.length;
}

/** How two routes stand to each other, by the first place where they part. */
export function relation(a: readonly Segment[], b: readonly Segment[]): "one" | "contradictory" | "apart" {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at]!.kind === b[at]!.kind && a[at]!.name === b[at]!.name)
    at++;
  const kinds = [a[at]?.kind, b[at]?.kind]
    .map((kind) => kind ?? "end")
    .toSorted()
    .join(" ");
  if (kinds === "end end") return "one";
  const contradictory = [
    "param param",
    "catch-all catch-all",
    "optional-catch-all optional-catch-all",
    "catch-all optional-catch-all",
    "end optional-catch-all",
  ];
  return contradictory.includes(kinds) ? "contradictory" : "apart";
}

export interface Asked extends Tree {
  readonly path: string;
}

/** A text as sent: characters that need no percent-encoding may have one too. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(fc.nat(3), { minLength: text.length, maxLength: text.length })
    .map((choices) =>
      text.replace(/./gsu, (character, at: number) =>
        choices[at] === 0 || /[^!-~]|[/?#%[\]]/.test(character) ? encode(character) : character,
      ),
    );

export function encode(text: string): string {
  return Buffer.from(text)
    .toString("hex")
    .replace(/../g, (byte) => `%${byte}`);
}

const value = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...TEXTS, "c", "7").chain(spelled) },
  { weight: 2, arbitrary: fc.constantFrom("a", "b", "%61", "%2561", "%2F", "__proto__", "[id]") },
  { weight: 1, arbitrary: fc.constantFrom("%", "%zz", "%FF", "a%C3", "%E0%A4%A") },
);

/** A path that is made of a route of the tree, or only of chance. */
export const asked: fc.Arbitrary<Asked> = tree.chain(({ routes }) => {
  const near = fc.nat(Math.max(0, routes.length - 1)).chain((index) => {
    const segments = routes[index]?.segments ?? [];
    const texts = segments.map(({ kind, name }): fc.Arbitrary<string[]> => {
      if (kind === "static") return spelled(name).map((text) => [text]);
      if (kind === "param") return value.map((text) => [text]);
      return fc.array(value, { minLength: kind === "catch-all" ? 1 : 0, maxLength: 3 });
    });
    return fc.tuple(...texts).map((lists) => lists.flat());
  });
  const wild = fc.array(value, { maxLength: 6 });
  const other = fc.tuple(near, wild, fc.nat(4)).map(([texts, more, at]) => [...texts.slice(0, at), ...more]);
  return fc
    .oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: other }, { weight: 1, arbitrary: wild })
    .map((texts) => ({ routes, path: `/${texts.join("/")}` }));
});
