const calls = {
  one: ["/there"],
  absolute: ["https://example.test/there?x=1#frag"],
  "301": [301, "/there"],
  "302": [302, "/there"],
  "303": [303, "/there"],
  "308": [308, "/there"],
  "200": [200, "/there"],
  "404": [404, "/there"],
  "99": [99, "/there"],
  "1000": [1000, "/there"],
  nan: [NaN, "/there"],
  zero: [0, "/there"],
  "two-strings": ["a", "b"],
  "string-code": ["301", "/x"],
  "code-only": [302],
  none: [],
  null: [null],
  "url-object": [new URL("http://a.test/")],
  "code-and-url-object": [302, new URL("http://a.test/")],
  "code-and-undefined": [302, undefined],
  object: [{ destination: "/x" }],
  unicode: ["/日本"],
  latin1: ["/é"],
  crlf: ["/a\r\nX-Injected: 1"],
  spaces: ["/a b"],
  html: ["/<script>"],
  empty: [""],
  back: ["back"],
  relative: ["there"],
  query: ["/there?next=%2Fa%20b&c=d"],
  "three-arguments": [302, "/there", "extra"],
};

export default function handler(req, res) {
  res.setHeader("X-Before", "kept");
  if (req.query.type) res.setHeader("Content-Type", req.query.type);
  if (req.query.cookie) res.setHeader("Set-Cookie", req.query.cookie);
  if (req.query.status) res.status(Number(req.query.status));
  res.redirect(...calls[req.query.kind]);
}
