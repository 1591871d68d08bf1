import fc from "fast-check";

const ODD = [
  ..."abcXYZ0129.-_~!$*'();:@,=+^`|{}[]\"<>".split(""),
  ..."%20 %2F %5C %00 %zz % %2 %25 %2e %2B %26 %3d %E6%97%A5 %e9 %C3%A9 %FF %41 %7e".split(" "),
];
const WORDS = [
  ..."1 42 abc me fixed static posts one all opt index id constructor __proto__ toString nxtPid 0 a.b ...".split(
    " ",
  ),
  ..."..a %6De %66ixed [id] [...all] [[...path]] a%2Fb a%252Fb %E6%97%A5 +".split(" "),
];
const KEYS = [
  ..."a b c id a path rest all pid x 1 0 10 02 -1 a[] a[b] a.b %61 constructor __proto__ toString valueOf".split(
    " ",
  ),
  ..."nxtPid nxtIid nxtP __nextLocale _rsc amp __nextDefaultLocale __nextDataReq %zz".split(" "),
  "",
];

const odd = fc.string({ unit: fc.constantFrom(...ODD), maxLength: 6 });
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 2, arbitrary: odd.map((text) => text || "e") },
);
const values = fc.array(value, { minLength: 0, maxLength: 4 });

function path(...parts: (string | fc.Arbitrary<string | string[]>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === "string" ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((texts) => ["/api", ...texts.flat()].join("/"));
}

const known = fc.oneof(
  path(),
  path("one", value),
  path("one", "me", value),
  path("one", value, "posts", value),
  path("all", values),
  path("all", "fixed", value),
  path("opt", values),
  path("mix", value, "fixed"),
  path("mix", "static", values),
  path(fc.constantFrom("lit.file", "$x", "e%20n", "it's", "e n", "Lit.file", "lit.file.js", "index")),
  path(fc.constantFrom("body/default", "body/100", "body/1kb", "body/raw")),
);

const JOINTS = [
  "/",
  "/",
  "/",
  "//",
  "///",
  "\\",
  "/./",
  "/../",
  "/%2e/",
  "/%2E%2e/",
  "/.%2e/",
  "/;/",
  "/%2f",
];
const wild = fc
  .array(
    fc.tuple(
      fc.constantFrom(...JOINTS),
      fc.oneof(fc.constantFrom("api", "one", "all", "opt", "mix", "static", "body", "_next", "index"), value),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `/api${parts.flat().join("")}`);

/** Ways in which a good path becomes a near miss. */
const CHANGES: ((path: string, at: number) => string)[] = [
  (text) => `${text}/`,
  (text) => `${text}//`,
  (text) => `${text}.json`,
  (text) => `${text}/index`,
  (text) => `/${text}`,
  (text) => `${text}/.`,
  (text) => `${text}/..`,
  (text) => `${text}/%2e%2e/`,
  (text) => `/x/..${text}`,
  (text) => text.slice(1),
  (text) => `${text}#frag?x=1`,
  (text) => `http://other.test${text}`,
  (text, at) => `${text.slice(0, at)}/${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}/./${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\\${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}${text.slice(at, at + 1).toUpperCase()}${text.slice(at + 1)}`,
  (text, at) => `${text.slice(0, at)}%${hex(text.charCodeAt(at))}${text.slice(at + 1)}`,
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}\u00e9${text.slice(at)}`,
];

function hex(code: number): string {
  return code.toString(16).padStart(2, "0");
}

const changed = fc
  .tuple(known, fc.constantFrom(...CHANGES), fc.nat(40))
  .map(([text, change, at]) => change(text, 1 + (at % (text.length - 1))));

const anyPath = fc.oneof(
  { weight: 10, arbitrary: known },
  { weight: 4, arbitrary: changed },
  { weight: 3, arbitrary: wild },
  { weight: 1, arbitrary: odd.map((text) => `/${text}`) },
);

const QUERY_ODD = [...ODD, "/", "?", "\\", "%3F", "%23", "//", "https://a.test/?"];
const queryText = fc.string({ unit: fc.constantFrom(...QUERY_ODD), maxLength: 6 });
const pair = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...KEYS) }, queryText),
    fc.constantFrom("=", "=", "=", "=", "", "=="),
    queryText,
  )
  .map((texts) => texts.join(""));
const query = fc
  .tuple(fc.array(pair, { maxLength: 5 }), fc.constantFrom("&", "&", "&", "&&", ";"))
  .map(([pairs, joint]) => `?${pairs.join(joint)}`);

export const target = fc
  .tuple(anyPath, fc.oneof({ weight: 2, arbitrary: fc.constant("") }, query))
  .map((parts) => parts.join(""));
