/** Sets what a middleware may have set before. */
export default function handler(req, res) {
  const before = { mw: res.getHeader("x-mw"), type: res.getHeader("content-type"), cookies: res.getHeader("set-cookie") };
  res.setHeader("x-mw", "handler");
  res.setHeader("Set-Cookie", ["h=1; Path=/", "a=handler"]);
  res.status(201).json(before);
}
