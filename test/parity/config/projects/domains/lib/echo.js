/** What a route has got, as JSON. */
module.exports = (file) => (req, res) => {
  const { url, query, method } = req;
  const asked = String(req.headers["x-show"] ?? "")
    .split(",")
    .filter(Boolean);
  const shown = Object.fromEntries(asked.map((name) => [name, req.headers[name] ?? null]));
  const set = String(req.headers["x-set"] ?? "")
    .split(",")
    .filter(Boolean);
  const before = Object.fromEntries(set.map((name) => [name, res.getHeader(name) ?? null]));
  for (const name of set) res.setHeader(name, "by the handler");
  const body = req.body || undefined;
  res
    .status(200)
    .json({ file, method, url, query, ...(asked.length && { shown }), ...(set.length && { before }), body });
};
