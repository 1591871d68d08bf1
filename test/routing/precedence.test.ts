import { describe, expect, it } from "vitest";
import { parsePattern, type Segment } from "../../src/routing/segment.ts";
import { Router } from "../../src/routing/router.ts";
import { echoFiles, echoRoutes } from "../support/echo.ts";
import { hosts, owned, project } from "../support/hosts.ts";
import { randomTree, randomPath, seeded } from "../support/random.ts";
import { ask } from "../support/wire.ts";

const TREE = [
  "index",
  "users/index",
  "users/me",
  "users/new",
  "users/[id]/index",
  "users/[id]/posts/index",
  "users/[id]/posts/[post]",
  "mix/[a]/fixed",
  "mix/static/[...rest]",
  "catch/[...all]",
  "catch/special/[one]",
  "catch/special/exact/more",
  "opt/[[...path]]",
  "opt/known",
  "opt/[id]/edit",
  "both/[id]",
  "both/static",
  "both/[...all]",
  "slot/[a]/one",
  "slot/[a]/[b]/two",
  "slot/fixed/[...rest]",
  "slot/fixed/x/three",
  "deep/[a]/[b]/[c]/[d]/end",
  "deep/[a]/[b]/[c]/[...rest]",
  "deep/a/[b]/[c]/[d]/[e]/end",
  "a/b/c/d/e/f/g/h/i/j",
];

/** Which file below `pages/api` answers a path below `/api`, with which params; none where it is a 404. */
const CASES: [path: string, file: string | undefined, params?: object][] = [
  // static before everything
  ["", "index"],
  ["/users", "users/index"],
  ["/users/me", "users/me"],
  ["/both/static", "both/static"],
  ["/opt/known", "opt/known"],
  ["/a/b/c/d/e/f/g/h/i/j", "a/b/c/d/e/f/g/h/i/j"],
  ["/a/b/c/d/e/f/g/h/i", undefined],
  ["/a/b/c/d/e/f/g/h/i/j/k", undefined],
  // a param before a catch-all
  ["/users/42", "users/[id]/index", { id: "42" }],
  ["/users/Me", "users/[id]/index", { id: "Me" }],
  ["/both/7", "both/[id]", { id: "7" }],
  ["/both/7/8", "both/[...all]", { all: ["7", "8"] }],
  ["/both", undefined],
  // back from a static branch that leads nowhere
  ["/users/me/posts", "users/[id]/posts/index", { id: "me" }],
  ["/users/new/posts/7", "users/[id]/posts/[post]", { id: "new", post: "7" }],
  ["/users/me/other", undefined],
  ["/both/static/x", "both/[...all]", { all: ["static", "x"] }],
  ["/catch/special/1", "catch/special/[one]", { one: "1" }],
  ["/catch/special", "catch/[...all]", { all: ["special"] }],
  ["/catch/special/1/2", "catch/[...all]", { all: ["special", "1", "2"] }],
  ["/catch/special/exact", "catch/special/[one]", { one: "exact" }],
  ["/catch/special/exact/more", "catch/special/exact/more"],
  ["/catch/special/exact/more/still", "catch/[...all]", { all: ["special", "exact", "more", "still"] }],
  ["/opt/known/edit", "opt/[id]/edit", { id: "known" }],
  ["/opt/known/more", "opt/[[...path]]", { path: ["known", "more"] }],
  // a static text at the left wins over what comes later
  ["/mix/a/fixed", "mix/[a]/fixed", { a: "a" }],
  ["/mix/static/fixed", "mix/static/[...rest]", { rest: ["fixed"] }],
  ["/mix/static", undefined],
  ["/slot/fixed/one", "slot/fixed/[...rest]", { rest: ["one"] }],
  ["/slot/fixed/b/two", "slot/fixed/[...rest]", { rest: ["b", "two"] }],
  ["/slot/fixed/x/three", "slot/fixed/x/three"],
  ["/slot/a/one", "slot/[a]/one", { a: "a" }],
  ["/slot/a/b/two", "slot/[a]/[b]/two", { a: "a", b: "b" }],
  ["/slot/a/three", undefined],
  // params that were taken on a way that leads nowhere are gone
  ["/deep/1/2/3/4/end", "deep/[a]/[b]/[c]/[d]/end", { a: "1", b: "2", c: "3", d: "4" }],
  ["/deep/1/2/3/4/5", "deep/[a]/[b]/[c]/[...rest]", { a: "1", b: "2", c: "3", rest: ["4", "5"] }],
  ["/deep/a/2/3/4/end", "deep/[a]/[b]/[c]/[d]/end", { a: "a", b: "2", c: "3", d: "4" }],
  ["/deep/a/2/3/4/5/end", "deep/a/[b]/[c]/[d]/[e]/end", { b: "2", c: "3", d: "4", e: "5" }],
  // a catch-all needs a segment, an optional one does not
  ["/catch", undefined],
  ["/catch/x", "catch/[...all]", { all: ["x"] }],
  ["/opt", "opt/[[...path]]", {}],
  ["/opt/x", "opt/[[...path]]", { path: ["x"] }],
  ["/opt/x/y/z", "opt/[[...path]]", { path: ["x", "y", "z"] }],
];

describe.each(hosts)("in $name", ({ start }) => {
  const routes = echoRoutes(TREE.map((file) => `/api/${file}`.replace(/\/index$/, "")));

  it.each(CASES)("/api%s is answered by %s", async (path, file, query = {}) => {
    const server = await start({ routes });

    const { status, body } = await ask(server, `/api${path}`);

    if (file === undefined) expect(status).toBe(404);
    else expect(JSON.parse(body)).toEqual({ route: `/api/${file}`.replace(/\/index$/, ""), query });
  });

  it("the query shows through where an optional catch-all is empty, and nowhere else", async () => {
    const server = await start({ routes });

    expect(JSON.parse((await ask(server, "/api/opt?path=x&y=1")).body)).toHaveProperty("query", {
      path: "x",
      y: "1",
    });
    expect(JSON.parse((await ask(server, "/api/opt/a?path=x&y=1")).body)).toHaveProperty("query", {
      path: ["a"],
      y: "1",
    });
  });
});

it("files are found as routes given by patterns are", async () => {
  const dir = await project(echoFiles(TREE.map((file) => `pages/api/${file}.js`)));
  const server = await owned.start({ dir, dev: false });

  for (const [path, file, query = {}] of CASES) {
    const { status, body } = await ask(server, `/api${path}`);
    const found = status === 404 ? undefined : (JSON.parse(body) as unknown);
    expect([path, found]).toEqual([path, file && { route: `pages/api/${file}.js`, query }]);
  }
});

describe("any tree", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "is searched as the contract says (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const patterns = randomTree(random);
      const routes = patterns.map((pattern) => {
        return { pattern, segments: parsePattern(pattern), file: pattern, target: undefined };
      });
      const router = new Router(routes);
      const sorted = routes.map(({ segments }) => segments).toSorted(bySegments);

      for (let count = 0; count < 250; count++) {
        const path = randomPath(random, patterns);
        const found = router.find(path);
        const match =
          typeof found === "object" ? { segments: found.route.segments, params: { ...found.params } } : found;
        expect([path, match]).toEqual([path, search(sorted, path)]);
      }
      expect(router.routes.map(({ segments }) => segments)).toEqual(sorted);
    },
  );
});

const ORDER = ["static", "param", "catch-all", "optional-catch-all"];

/** Segment by segment from the left: static text, then a param, a catch-all, an optional catch-all. */
function bySegments(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [one, other] = [a[index], b[index]];
    // No path matches both of such a pair: one ends here, where the other has a static text or a param.
    if (one === undefined || other === undefined) {
      const longer = (one ?? other)!;
      const before = longer.kind === "static" || longer.kind === "param" ? 1 : -1;
      return one === undefined ? before : -before;
    }
    const order = ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind);
    if (order !== 0) return order;
    if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  }
  return 0;
}

/** The first of the sorted routes whose pattern matches the whole path. */
function search(sorted: readonly (readonly Segment[])[], path: string): object | undefined {
  const texts = path.slice(1).split("/");
  for (const segments of sorted) {
    const params = match(segments, texts);
    if (params !== undefined) return { segments, params };
  }
  return undefined;
}

function match(segments: readonly Segment[], texts: readonly string[]): object | undefined {
  const params: Record<string, string | string[]> = {};
  for (const [index, { kind, name }] of segments.entries()) {
    const text = texts[index];
    if (kind === "catch-all" || kind === "optional-catch-all") {
      if (text === undefined) return kind === "catch-all" ? undefined : params;
      return { ...params, [name]: texts.slice(index) };
    }
    if (text === undefined || (kind === "static" && text !== name)) return undefined;
    if (kind === "param") params[name] = text;
  }
  return texts.length === segments.length ? params : undefined;
}
