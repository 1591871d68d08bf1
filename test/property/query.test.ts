import fc from "fast-check";
import { describe, expect } from "vitest";
import { parseQuery } from "../../src/http/query.ts";
import { property } from "./property.ts";
import { gather, name, targetUnit } from "./text.ts";

const search = fc.string({ unit: targetUnit, maxLength: 40 });
const path = fc.string({ unit: targetUnit, maxLength: 8 }).map((text) => `/${text.replace(/[?#]/g, "")}`);
const params = fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 })), {
  maxKeys: 3,
  noNullPrototype: true,
});
const pairs = fc.array(fc.tuple(name, fc.string({ unit: "grapheme" })), { maxLength: 8 });

describe("parseQuery", () => {
  property("reads what URLSearchParams reads", fc.tuple(path, search), ([before, text]) => {
    const wanted = gather(new URLSearchParams(`?${text.split("#")[0]}`));
    expect(Object.entries(parseQuery(`${before}?${text}`, {}))).toEqual(Object.entries(wanted));
  });

  property("gives back what was encoded, in its order", pairs, (entries) => {
    const text = entries.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    expect(Object.entries(parseQuery(`/?${text}`, {}))).toEqual(Object.entries(gather(entries)));
  });

  property(
    "is a plain object, of own members that can be changed",
    fc.tuple(search, params),
    ([text, own]) => {
      const query = parseQuery(`/?${text}`, own);
      expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
      for (const key of Reflect.ownKeys(query)) {
        const flags = { writable: true, enumerable: true, configurable: true };
        expect(Object.getOwnPropertyDescriptor(query, key)).toMatchObject(flags);
      }
    },
  );

  property("lets every param win, and changes no other name", fc.tuple(search, params), ([text, own]) => {
    const wanted = new Map(Object.entries(parseQuery(`/?${text}`, {})));
    for (const [key, value] of Object.entries(own)) wanted.set(key, value);
    const query = parseQuery(`/?${text}`, own);
    expect(new Map(Object.entries(query))).toEqual(wanted);
  });
});

describe("parseQuery, extended", () => {
  const nested = fc
    .array(
      fc.tuple(
        fc.oneof(
          name,
          fc.constantFrom("a[b]", "a[__proto__][x]", "a[constructor][prototype][x]", "a[]", "[]", "a[0]"),
        ),
        fc.constantFrom("=", "", "=x", "[y]=1", "[__proto__]=1"),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.map((texts) => texts.join("")).join("&"));

  /** The prototypes of all objects within. */
  function* prototypesOf(value: unknown): Generator {
    if (typeof value !== "object" || value === null) return;
    yield Object.getPrototypeOf(value);
    for (const member of Object.values(value)) yield* prototypesOf(member);
  }

  property(
    "never throws, and nothing in it has a prototype of the client's making",
    fc.oneof(search, nested),
    (text) => {
      const allowed = [Object.prototype, Array.prototype, null];
      for (const prototype of prototypesOf(parseQuery(`/?${text}`, {}, "extended"))) {
        expect(allowed).toContain(prototype);
      }
    },
  );

  const flat = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ unit: "grapheme" })), {
    maxLength: 8,
    selector: ([key]) => key,
  });

  property("is the simple query where no name is nested", flat, (entries) => {
    const text = entries.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    expect(parseQuery(`/?${text}`, {}, "extended")).toEqual(parseQuery(`/?${text}`, {}));
  });
});
