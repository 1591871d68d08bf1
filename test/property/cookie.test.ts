import { parse, serialize } from "cookie";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { parseCookies } from "../../src/http/cookie.ts";
import { property } from "./property.ts";
import { headerUnit, name } from "./text.ts";

const header = fc.string({ unit: headerUnit, maxLength: 40 });
/** RFC 9110, section 5.6.2. */
const token = fc.oneof(
  name.filter((text) => /^[!#$%&'*+.^_`|~\w-]+$/.test(text)),
  fc.stringMatching(/^[!#$%&'*+.^_`|~\w-]{1,6}$/),
);
const cookies = fc.array(fc.tuple(token, fc.string({ unit: "grapheme" })), { maxLength: 6 });

/** The rules of the docstring, one after the other. */
function read(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const part of text.split(";")) {
    const equals = part.indexOf("=");
    if (equals === -1) continue;
    const [key, value] = [part.slice(0, equals), part.slice(equals + 1)].map(trim) as [string, string];
    if (!values.has(key)) values.set(key, decoded(value.startsWith('"') ? value.slice(1, -1) : value));
  }
  return values;
}

function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names, values and flags of all members: sorted, since names that look like array indices come first in any object. */
function membersOf(object: object): unknown[] {
  return sorted(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
}

function asMembers(values: Iterable<readonly [string, string]>): unknown[] {
  const flags = { writable: true, enumerable: true, configurable: true };
  return sorted([...values].map(([key, value]) => [key, { value, ...flags }]));
}

function sorted(members: [PropertyKey, unknown][]): unknown[] {
  return members.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

describe("parseCookies", () => {
  property("reads any header by its rules, into own members", header, (text) => {
    expect(membersOf(parseCookies(text))).toEqual(asMembers(read(text)));
  });

  property("reads what the cookie package reads, where no value is quoted", header, (text) => {
    fc.pre(text.length > 1 && !text.includes('"'));
    const wanted = Object.entries(parse(text, { decode: decoded })) as [string, string][];
    expect(membersOf(parseCookies(text))).toEqual(asMembers(wanted));
  });

  property("gives back what the cookie package writes; of equal names the first", cookies, (entries) => {
    const text = entries.map(([key, value]) => serialize(key, value)).join("; ");
    const first = new Map(entries.toReversed());
    expect(membersOf(parseCookies(text))).toEqual(asMembers(first));
  });

  property("is a plain object", header, (text) => {
    expect(Object.getPrototypeOf(parseCookies(text))).toBe(Object.prototype);
  });

  property(
    "never throws",
    fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })),
    (text) => {
      expect(typeof parseCookies(text)).toBe("object");
    },
  );
});
