import { deepEqual, equal } from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { type Route, Router } from "../../src/routing/router.ts";
import { parsePattern } from "../../src/routing/segment.ts";
import { echoRoutes } from "../support/echo.ts";
import { owned } from "../support/hosts.ts";

const COUNT = 10_000;

/** Patterns, and for each a path that it alone matches, with the params. */
const TREES: [
  kind: string,
  pattern: (index: number) => string,
  path: (index: number) => string,
  params: string[],
][] = [
  ["static", (index) => `/api/r${index}`, (index) => `/api/r${index}`, []],
  ["param", (index) => `/api/r${index}/[id]`, (index) => `/api/r${index}/x`, ["id"]],
  [
    "nested",
    (index) => `/api/${index % 10}/[a]/${index % 100}/[b]/${index}`,
    (index) => `/api/${index % 10}/x/${index % 100}/x/${index}`,
    ["a", "b"],
  ],
  ["catch-all", (index) => `/api/r${index}/[...all]`, (index) => `/api/r${index}/x`, ["all"]],
];

interface Numbered extends Route {
  readonly number: number;
}

function routerOf(pattern: (index: number) => string): Router<Numbered> {
  return new Router(
    Array.from({ length: COUNT }, (_, number) => {
      const text = pattern(number);
      return { pattern: text, segments: parsePattern(text), file: text, number };
    }),
  );
}

describe.each(TREES)("10,000 routes: %s", (_kind, pattern, path, params) => {
  it("are all there, and each is found by its path alone", () => {
    const router = routerOf(pattern);

    expect(router.routes).toHaveLength(COUNT);
    expect(router.shadowed).toEqual([]);
    for (let index = 0; index < COUNT; index++) {
      const found = router.find(path(index));
      if (typeof found !== "object") throw new Error(`nothing found for ${path(index)}`);
      // Vitest's `expect` takes longer than the search.
      equal(found.route.number, index);
      deepEqual(Object.keys(found.params), params);
    }
    expect(router.find(`${path(0)}/more`) === undefined).toBe(!params.includes("all"));
    expect(router.find(path(COUNT).replace(/\/x$/, "/y"))).toBeUndefined();
  });

  it("keep nothing of the paths that were asked for", () => {
    const router = routerOf(pattern);
    const long = "m".repeat(200);
    const ask = (count: number): void => {
      for (let index = 0; index < count; index++) {
        router.find(`/api/${long}${index}`);
        router.find(`${path(index % COUNT)}/${long}${index}`);
      }
    };
    ask(1000);
    const before = heapInUse();

    ask(30_000);

    // The paths alone would be 12 MB.
    expect(heapInUse() - before).toBeLessThan(4_000_000);
  });
});

it("10,000 routes are served", async () => {
  const patterns = Array.from({ length: COUNT }, (_, index) => `/api/r${index}/[id]`);
  const server = await owned.start({ routes: echoRoutes(patterns) });

  for (const index of [0, 1, 4999, COUNT - 1]) {
    await request(server)
      .get(`/api/r${index}/x`)
      .expect(200, { route: `/api/r${index}/[id]`, query: { id: "x" } });
  }
  await request(server).get(`/api/r${COUNT}/x`).expect(404);
});

function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
