import fc from "fast-check";

import { tagOfText } from "../../support/etag.ts";

type Header = [name: string, value: string];

const NAMES = [
  "a",
  "b",
  "session",
  "constructor",
  "toString",
  "__proto__",
  "valueOf",
  "a b",
  "%61",
  '"a"',
  "",
  "1",
  "0",
];
const COOKIE_UNITS = [
  ..."abc=1\"' ,:/+".split(""),
  ..."%20 %zz % %E6%97%A5 %3B %22 \t \\ é".split(" "),
  "null",
];
const cookieValue = fc.string({ unit: fc.constantFrom(...COOKIE_UNITS), maxLength: 6 });
const cookiePart = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom("=", "=", "=", " = ", ""), cookieValue)
  .map((texts) => texts.join(""));
const previewCookie = fc.constantFrom(
  "__prerender_bypass=wrong",
  "__prerender_bypass=",
  "__next_preview_data=x.y.z",
  '__prerender_bypass="a"',
  "__next_preview_data=%41",
);
const cookie = fc
  .tuple(
    fc.array(fc.oneof({ weight: 8, arbitrary: cookiePart }, previewCookie), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("; ", ";", ";;", " ; "),
  )
  // Next's reader of its own two cookies keeps the white space of a value, and takes it for one.
  .map(([parts, joint]): Header => ["Cookie", parts.join(/__[pn]/.test(parts.join()) ? "; " : joint)]);

const CODINGS = ["gzip", "deflate", "br", "identity", "*", "zstd", "GZIP", "x-gzip", ""];
const WEIGHTS = ["", "", "", ";q=0", ";q=0.5", "; q=1", ";q=0.2", ";q=bad", ";q=2", ";q=-1", ";x=1;q=0.3"];
const acceptEncoding = fc
  .array(fc.tuple(fc.constantFrom(...CODINGS), fc.constantFrom(...WEIGHTS)), { minLength: 1, maxLength: 4 })
  .map((parts): Header => ["Accept-Encoding", parts.map((part) => part.join("")).join(", ")]);

/** What a malformed weight is worth beside codings that Next does not know, is not for Next to say. */
function isPredictable(all: Header[]): boolean {
  const accepted = all.filter(([name]) => name === "Accept-Encoding").join();
  return !(/br|zstd/.test(accepted) && /bad|q=2|-1/.test(accepted));
}

/** Of what the answering route sends by default. */
const SENT = ["xxxxx", '{"body":"xxxxx"}', '["xxxxx"]', ""];
const TAGS = [...SENT.map(tagOfText), "*", '""', "x", 'W/"a"', `"a", W/${tagOfText("xxxxx")}`];
const tag = fc.constantFrom(...TAGS, '"tag"', 'W/"tag"', '"a", "tag"', 'w/"tag"', '"tag', "**");
const conditional = fc.oneof(
  tag.map((value): Header => ["If-None-Match", value]),
  fc
    .constantFrom("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "x")
    .map((value): Header => ["If-Modified-Since", value]),
  tag.map((value): Header => ["If-Match", value]),
  fc.constantFrom("bytes=0-2", "bytes=-1").map((value): Header => ["Range", value]),
  fc
    .constantFrom("no-cache", "max-age=0", "no-store, no-cache", "NO-CACHE", "xno-cache")
    .map((value): Header => ["Cache-Control", value]),
);

const INTERNAL = [
  ..."x-middleware-rewrite x-middleware-redirect x-middleware-set-cookie x-middleware-skip".split(" "),
  ..."x-middleware-override-headers x-middleware-next x-now-route-matches x-matched-path".split(" "),
  ..."x-nextjs-data next-resume x-next-resume-state-length x-invoke-path x-invoke-query x-invoke-status".split(
    " ",
  ),
  ..."x-invoke-output x-invoke-error rsc next-router-prefetch next-router-state-tree next-url next-action".split(
    " ",
  ),
  ..."x-middleware-prefetch x-middleware-invoke x-middleware-subrequest x-prerender-revalidate purpose".split(
    " ",
  ),
  ..."x-forwarded-host x-forwarded-port x-forwarded-proto x-forwarded-for x-http-method-override".split(" "),
  ..."x-middleware-request-a x-nextjs-rewritten-path x-nextjs-rewritten-query x-vercel-id sec-fetch-dest".split(
    " ",
  ),
  ..."x-no-compression forwarded x-action-forwarded next-router-segment-prefetch next-hmr-refresh".split(" "),
];
const internal = fc
  .tuple(
    fc.constantFrom(...INTERNAL),
    fc.constantFrom("1", "", "/api/one/2", "a.test, b.test", "https", "api", "x"),
  )
  .map((pair): Header => pair);

const VALUES = ["", "x", "a, b", "é", "*/*", "application/json", "text/html", "no-transform", "1", '"', ";"];
const PLAIN = [
  "X-A",
  "x-a",
  "Accept",
  "Origin",
  "Referer",
  "Accept-Language",
  "Authorization",
  "User-Agent",
  "Date",
];
const plain = fc
  .tuple(
    fc.constantFrom(...PLAIN, "Content-Encoding", "X-__proto__", "constructor"),
    fc.constantFrom(...VALUES),
  )
  .map((pair): Header => pair);
const NODES: Header[] = [
  ["Expect", "100-continue"],
  ["Expect", "200-ok"],
  ["Upgrade", "websocket"],
  ["TE", "trailers"],
  ["Keep-Alive", "timeout=1"],
];
const closing = fc.constantFrom<Header>(["Connection", "close"], ["Connection", "keep-alive"], ...NODES);

export const headers: fc.Arbitrary<Header[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: cookie },
      { weight: 3, arbitrary: acceptEncoding },
      { weight: 3, arbitrary: conditional },
      { weight: 3, arbitrary: internal },
      { weight: 2, arbitrary: plain },
      { weight: 1, arbitrary: closing },
    ),
    { maxLength: 3 },
  )
  .filter(isPredictable);
