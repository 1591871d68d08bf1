/* Why we differ on purpose, where both rows and the fuzz meet it. A reason of one place only stands there. */
export const ABSOLUTE = "an absolute-form target is served (RFC 9112, section 3.2.2)";
export const ANY_CASE = "Cache-Control: no-transform counts in any letter case (RFC 9111, section 5.2)";
export const BRACKETS = "a file or folder named [] is literal text also where Next refuses it beside a param";
export const BYTES = "req.url stays byte for byte what the client sent";
export const CHUNKS = "the redirect of a slash comes in chunks, as where Next compresses";
export const INTERIM = "a status from 100 to 199 is a 500: a client would take the next answer for this one";
export const CLEAN = "a 500 never keeps the handler's Content-Length, Content-Type, ETag or Content-Encoding";
export const CLOSING = "a request that closes the connection is answered, whatever follows it";
export const COOKIE_NAMES = "cookies named like members of Object.prototype arrive";
export const DEFLATE = "a client gets deflate which likes that better than the plain body, and gzip less";
export const DOTS =
  "dot segments are resolved behind a segment that begins with a dot too (Node 20's URL parser overlooks them)";
export const EMPTY_VALUE = "an empty query value named like an empty optional catch-all is kept";
export const EQUIVALENT =
  "an equivalent percent-encoding of a file's name reaches it (RFC 3986, section 6.2.2)";
export const INDEX = "index is a value of an optional catch-all like any other";
export const INTERCEPTING =
  "a file or folder named like an intercepting route of the App Router, (..)x, is literal text";
export const LARGE_REFUSED = "the request behind a 413 is answered, however large the refused body";
export const MODERN = "Brotli and zstd, for a client that names them and likes none better";
export const NAMELESS = "a catch-all without a name is refused, as its value could not be read";
export const NAMES = "params named like members of Object.prototype work";
export const NXTP = "query keys that begin with nxtP or nxtI are the user's here";
export const ONE_VALIDATOR = "If-Modified-Since beside If-None-Match is ignored (RFC 9110, section 13.1.3)";
export const ONLY_SAFE = "304 only for GET and HEAD with a 2xx (RFC 9110, section 13.1.2)";
export const OWN_CONNECTION =
  "the connection of the client goes on, whatever becomes of the one to another server";
export const PARTIAL =
  "only a whole segment is dynamic; in Next a part of one is too, where another segment of the route is";
export const PROTO = "query keys such as constructor and __proto__ work and pollute nothing";
export const REACHABLE =
  "files with a space or non-ASCII name are reachable, by any equivalent percent-encoding";
export const REFUSED_ALIKE =
  "a malformed path is refused with the same answer, whatever the method and the headers of Next's own router";
export const SIZE_FIRST = "a body that says it is too large is refused for that before anything else";
export const SPELLED = "a segment spelled like the route's own file name is a value like any other";
export const VERBATIM = "a redirect keeps the query byte for byte";
export const HOP_BY_HOP =
  "headers of the client's connection do not reach another server (RFC 9110, section 7.6.1)";
export const VALID = "a Location is a valid URL: what a rule takes from a decoded value is encoded again";
