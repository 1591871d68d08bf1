/* Why we differ on purpose, where both rows and the fuzz meet it. A reason of one place only stands there. */
export const ABSOLUTE = "an absolute-form target is served (RFC 9112, section 3.2.2)";
export const BYTES = "req.url stays byte for byte what the client sent";
export const CLOSING = "a request that closes the connection is answered, whatever follows it";
export const COOKIE_NAMES = "cookies named like members of Object.prototype arrive";
export const EQUIVALENT = "an equivalent percent-encoding of a file's name reaches it (RFC 3986, section 6.2.2)";
export const LARGE_REFUSED = "the request behind a 413 is answered, however large the refused body";
export const NAMES = "params named like members of Object.prototype work";
export const NXTP = "query keys that begin with nxtP or nxtI are the user's here";
export const ONE_VALIDATOR = "If-Modified-Since beside If-None-Match is ignored (RFC 9110, section 13.1.3)";
export const ONLY_SAFE = "304 only for GET and HEAD with a 2xx (RFC 9110, section 13.1.2)";
export const PROTO = "query keys such as constructor and __proto__ work and pollute nothing";
export const REACHABLE = "files with a space or non-ASCII name are reachable, by any equivalent percent-encoding";
export const SPELLED = "a segment spelled like the route's own file name is a value like any other";
export const VERBATIM = "a redirect keeps the query byte for byte";
