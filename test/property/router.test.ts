import fc from "fast-check";
import { describe, expect } from "vitest";
import { RouteError } from "../../src/error.ts";
import { BAD_PATH, Router } from "../../src/routing/router.ts";
import { property } from "./property.ts";
import { search } from "./search.ts";
import { anyTree, asked, relation } from "./tree.ts";

function failureOf(build: () => unknown): unknown {
  try {
    build();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("Router", () => {
  property(
    "finds the route that the rules of precedence name, with its params",
    asked,
    ({ routes, path }) => {
      const found = new Router(routes).find(path);
      const wanted = search({ routes, path });
      if (found === undefined || found === BAD_PATH) {
        expect(found === BAD_PATH ? { malformed: true } : undefined).toEqual(wanted);
        return;
      }
      const members = Reflect.ownKeys(found.params).map((key) => [key, found.params[key as string]]);
      expect({ target: found.route.target, params: members }).toEqual(wanted);
    },
  );

  property("gives params that inherit nothing", asked, ({ routes, path }) => {
    const found = new Router(routes).find(path);
    fc.pre(typeof found === "object");
    for (const key of ["constructor", "toString", "__proto__"]) {
      const { params } = found as { params: object };
      expect(key in params).toBe(Object.hasOwn(params, key));
    }
  });

  property(
    "refuses a tree exactly where two routes contradict each other, and names both",
    anyTree,
    ({ routes }) => {
      const contradictory = routes.some(({ segments: a }, index) =>
        routes.slice(0, index).some(({ segments: b }) => relation(a, b) === "contradictory"),
      );
      const error = failureOf(() => new Router(routes));
      expect(error !== undefined).toBe(contradictory);
      if (error === undefined) return;
      expect(error).toBeInstanceOf(RouteError);
      const { code, file, message } = error as RouteError;
      expect(code).toBe("ROUTE_CONFLICT");
      const [other, own] = message
        .split("\n")
        .slice(1)
        .map((line) => routes[Number(line)]!);
      expect(own!.file).toBe(file);
      expect(relation(own!.segments, other!.segments)).toBe("contradictory");
    },
  );

  property("has every route once, and tells of those that another one hides", anyTree, ({ routes }) => {
    const kept = routes.filter(({ segments: a }, index) =>
      routes.slice(0, index).every(({ segments: b }) => relation(a, b) !== "contradictory"),
    );
    const router = new Router(kept);
    const patterns = new Set(kept.map(({ pattern }) => pattern));
    expect(router.routes.map(({ pattern }) => pattern).toSorted()).toEqual([...patterns].toSorted());
    expect(router.shadowed).toHaveLength(kept.length - patterns.size);
    for (const [hidden, serving] of router.shadowed) expect(hidden.pattern).toBe(serving.pattern);
  });

  property(
    "finds the same whatever the order of its files",
    fc.tuple(asked, fc.nat()),
    ([{ routes, path }, turn]) => {
      const turned = routes.map((_, index) => routes[(index + turn) % routes.length]!);
      const [one, other] = [routes, turned.toReversed()].map((list) => new Router(list).find(path));
      expect(typeof other === "object" ? other.route.target : other).toBe(
        typeof one === "object" ? one.route.target : one,
      );
    },
  );
});
