const kinds = {
  "cookie-array": (res) => res.setHeader("Set-Cookie", ["a=1", "b=2; Path=/"]),
  "cookie-equal": (res) => res.setHeader("Set-Cookie", ["a=1", "a=1", "b=2"]),
  "cookie-one": (res) => res.setHeader("Set-Cookie", "a=1"),
  "cookie-twice": (res) => { res.setHeader("Set-Cookie", "a=1"); res.setHeader("Set-Cookie", "b=2"); },
  "cookie-append": (res) => { res.setHeader("Set-Cookie", "a=1"); res.appendHeader("Set-Cookie", "b=2"); },
  "cookie-append-equal": (res) => { res.setHeader("Set-Cookie", "a=1"); res.appendHeader("Set-Cookie", "a=1"); },
  repeat: (res) => res.setHeader("X-Many", ["1", "2", "2"]),
  replace: (res) => { res.setHeader("X-One", "1"); res.setHeader("x-one", "2"); },
  append: (res) => { res.appendHeader("X-One", "1"); res.appendHeader("X-One", "2"); },
  case: (res) => res.setHeader("x-MiXeD-cAsE", "1"),
  number: (res) => res.setHeader("X-Number", 5),
  latin1: (res) => res.setHeader("X-Latin", "é"),
  remove: (res) => { res.setHeader("X-Gone", "1"); res.removeHeader("x-gone"); },
  "vary-own": (res) => res.setHeader("Vary", "Origin"),
  "vary-star": (res) => res.setHeader("Vary", "*"),
  "vary-has": (res) => res.setHeader("Vary", "accept-encoding"),
  "vary-array": (res) => res.setHeader("Vary", ["Origin", "Cookie"]),
  "no-transform": (res) => res.setHeader("Cache-Control", "public, no-transform"),
  "cache-control": (res) => res.setHeader("Cache-Control", "s-maxage=10, stale-while-revalidate"),
  server: (res) => res.setHeader("Server", "mine"),
  powered: (res) => res.setHeader("X-Powered-By", "me"),
  date: (res) => res.setHeader("X-Date", "d"),
  "connection-close": (res) => res.setHeader("Connection", "close"),
  order: (res) => { res.setHeader("X-B", "1"); res.setHeader("X-A", "2"); res.setHeader("X-C", "3"); },
  undefined: (res) => res.setHeader("X-U", undefined),
  crlf: (res) => res.setHeader("X-Bad", "a\r\nb: c"),
  "bad-name": (res) => res.setHeader("bad name", "1"),
  "set-headers": (res) => res.setHeaders?.(new Map([["x-map", "1"]])),
  "own-length": (res) => res.setHeader("Content-Length", "4"),
  "own-type": (res) => res.setHeader("Content-Type", "application/vnd.api+json"),
};

export default function handler(req, res) {
  const { kind, end } = req.query;
  kinds[kind](res);
  if (end === "end") res.end("done");
  else if (end === "none") res.end();
  else res.json({ done: true });
}
