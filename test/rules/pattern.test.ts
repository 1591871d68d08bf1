import { describe, expect, it } from "vitest";
import { compileConditions } from "../../src/rules/conditions.ts";
import { compilePattern } from "../../src/rules/pattern.ts";

describe("compilePattern", () => {
  it.each([
    ["/api/a", "/api/a", {}],
    ["/api/a", "/API/A", {}],
    ["/api/a", "/api/a/", undefined],
    ["/api/:id", "/api/a%2Fb", { id: "a%2Fb" }],
    ["/api/:id", "/api/a/b", undefined],
    ["/api/:path*", "/api", {}],
    ["/api/:path*", "/api/a/b", { path: ["a", "b"] }],
    ["/api/:path+", "/api", undefined],
    ["/api/:id(\\d+)", "/api/12", { id: "12" }],
    ["/api/:id(\\d+)", "/api/x", undefined],
    ["/api/(a|b)/:x", "/api/a/1", { x: "1" }],
    ["/((?!api).*)", "/api/x", undefined],
  ] as const)("%s, asked for %s", (source, path, params) => {
    expect(compilePattern(source).match(path)).toEqual(params);
  });

  it("knows the only path of a source without params, and what others begin with", () => {
    expect(compilePattern("/api/One")).toMatchObject({ exact: "/api/one", prefix: "/api/one" });
    expect(compilePattern("/api/One/:id/x")).toMatchObject({ exact: undefined, prefix: "/api/one" });
    expect(compilePattern("/:path*")).toMatchObject({ exact: undefined, prefix: "" });
  });

  it("compares letters as they are, where it is to", () => {
    expect(compilePattern("/api/One", { sensitive: true }).match("/api/one")).toBeUndefined();
  });

  it("takes a slash at the end, where it may", () => {
    expect(compilePattern("/api/:id", { optionalSlash: true }).match("/api/1/")).toEqual({ id: "1" });
  });

  it("keeps groups without a name, where it is to", () => {
    expect(compilePattern("/api/(a|b)", { unnamed: true }).match("/api/b")).toEqual({ 0: "b" });
  });
});

describe("compileConditions", () => {
  const asked = {
    headers: { host: "Shop.Example.test:8080", cookie: "a=1; b=two%20words", "x-flag": "yes" },
    query: { q: ["1", "2"], empty: "" },
  };

  it.each([
    [[{ type: "header", key: "X-Flag" }], { xflag: "yes" }],
    [[{ type: "header", key: "x-flag", value: "y" }], undefined],
    [[{ type: "header", key: "x-flag", value: "y(?<rest>.*)" }], { rest: "es" }],
    [[{ type: "cookie", key: "b" }], { b: "two words" }],
    [[{ type: "query", key: "q", value: "(?<last>\\d)" }], { last: "2" }],
    [[{ type: "query", key: "empty" }], undefined],
    [[{ type: "host", value: "shop.example.test" }], { host: "shop.example.test" }],
    [[{ type: "host", value: "(?<sub>.*)\\.example\\.test" }], { sub: "shop" }],
    [
      [
        { type: "header", key: "x-flag" },
        { type: "cookie", key: "none" },
      ],
      undefined,
    ],
  ] as const)("has %j", (has, params) => {
    expect(compileConditions(has)!(asked)).toEqual(params);
  });

  it("holds where nothing of `missing` is there", () => {
    expect(compileConditions([], [{ type: "cookie", key: "none" }])!(asked)).toEqual({});
    expect(
      compileConditions(
        [],
        [
          { type: "cookie", key: "none" },
          { type: "cookie", key: "a" },
        ],
      )!(asked),
    ).toBe(undefined);
  });

  it("takes nothing from Object.prototype", () => {
    expect(compileConditions([{ type: "query", key: "constructor" }])!(asked)).toBeUndefined();
    expect(compileConditions([{ type: "cookie", key: "toString" }])!(asked)).toBeUndefined();
  });
});
