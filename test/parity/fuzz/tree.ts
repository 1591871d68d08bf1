import fc from "fast-check";

/** The route files of a tree, relative to its folder, sorted. */
export type Tree = string[];

const STATIC = [
  ..."a b ab A a.b 0 - _p $x (g) @s ~t v1.0 index a+b [id]x x[id] 404 _app con api".split(" "),
  "a b",
  "é",
  "__proto__",
  "constructor",
];
/** Seldom, so that siblings still meet. No `*`, which esbuild takes for a pattern. */
const ODD = [
  ..."^a a{b} a|b a;b a=b a&b a,b 'q' a!b a:b .hidden a~ (.)p (..)q (...)r [id].json 日 a?b a#b".split(" "),
  ..."toString index.x __NEXT _next route page layout middleware [.. ..x x].y".split(" "),
];
const PARAMS = [
  ..."[日] [$id] [0] [-] [_] [a|b] [id?] [(id)] [a:b] [id.js] [toString] [a%20b] [ID]".split(" "),
  "[a b]",
  "[id]",
  "[slug]",
  "[a.b]",
  "[1st]",
  "[user-id]",
  "[index]",
  "[constructor]",
  "[__proto__]",
];
const RESTS = ["[...all]", "[...id]", "[...rest]", "[[...opt]]", "[[...id]]", "[[...all]]"];
const WRONG = [
  ..."[[id]] [..x] [.x] [...] [[...]] [] [[]] [[x] [x]] [[...x] […x] [ab] [....x]".split(" "),
  "[ id ]",
];
const EXTENSIONS = ["js", "js", "js", "ts", "jsx", "tsx"];

function segment(wrong: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 50, arbitrary: fc.constantFrom(...STATIC) },
    { weight: 6, arbitrary: fc.constantFrom(...ODD) },
    // Few names, so that siblings meet.
    { weight: 25, arbitrary: fc.constantFrom("[id]", "[slug]") },
    { weight: 8, arbitrary: fc.constantFrom(...PARAMS) },
    { weight: wrong, arbitrary: fc.constantFrom(...WRONG, ...RESTS) },
  );
}

function file(wrong: number): fc.Arbitrary<string> {
  const last = fc.oneof(
    { weight: 6, arbitrary: segment(wrong) },
    { weight: 2, arbitrary: fc.constantFrom(...RESTS) },
    { weight: 2, arbitrary: fc.constant("index") },
  );
  return fc
    .tuple(fc.array(segment(wrong), { maxLength: 3 }), last, fc.constantFrom(...EXTENSIONS))
    .map(([folders, name, extension]) => `${[...folders, name].join("/")}.${extension}`);
}

function tree(wrong: number): fc.Arbitrary<Tree> {
  return fc.uniqueArray(file(wrong), { minLength: 1, maxLength: 8 }).map((files) => files.toSorted());
}

export const trees = tree(0);
/** Many of them with mistakes. */
export const anyTree = fc.oneof(trees, tree(12));

export function namesOf(files: Tree): string[] {
  return [...new Set(files.flatMap((path) => path.replace(/\.\w+$/, "").split("/")))];
}

/** The path of a route file's page, below the tree's own, as Next names it. */
export function pageOf(path: string): string {
  return `/${path.replace(/\.\w+$/, "")}`.replace(/\/index$/, "");
}
