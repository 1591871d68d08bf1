import fc from "fast-check";

/** Names that every object has, and others that parsers have stumbled over. */
const FAMOUS = [
  ..."__proto__ constructor prototype toString valueOf hasOwnProperty __defineGetter__ then length".split(
    " ",
  ),
  ..."0 1 -1 4294967295 __proto__.x __proto__[x] constructor[prototype] a b id".split(" "),
  "",
];

/** Any text of whole characters, and often one of those that are names of something. */
export const name = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...FAMOUS) },
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
);

/** What Node lets through in a request target, one octet each. */
export const targetUnit = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  { weight: 3, arbitrary: fc.constantFrom(..."&=+;?#/\\.%[]".split("")) },
  { weight: 3, arbitrary: fc.nat(0xff).map((code) => `%${code.toString(16).padStart(2, "0")}`) },
);

/** What Node lets through in a header's value. */
export const headerUnit = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  { weight: 1, arbitrary: fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)) },
  { weight: 4, arbitrary: fc.constantFrom(..."=;,\"\\ \t%'/+".split("")) },
);

/** An object without a prototype: a value for each name, an array for one that comes again. */
export function gather(entries: Iterable<readonly [string, string]>): Record<string, string | string[]> {
  const values = Object.create(null) as Record<string, string | string[]>;
  for (const [key, value] of entries) values[key] = key in values ? [values[key]!, value].flat() : value;
  return values;
}
