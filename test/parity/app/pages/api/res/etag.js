export default function handler(req, res) {
  const { how = "send", status, cookie, own, cache, modified, type } = req.query;
  if (status) res.status(Number(status));
  if (cookie) res.setHeader("Set-Cookie", cookie);
  if (own) res.setHeader("ETag", own);
  if (cache) res.setHeader("Cache-Control", cache);
  if (modified) res.setHeader("Last-Modified", modified);
  if (type) res.setHeader("Content-Type", type);
  if (how === "send") res.send("hello");
  if (how === "json") res.json({ hello: "world" });
  if (how === "buffer") res.send(Buffer.from("hello"));
  if (how === "end") res.end("hello");
  if (how === "text") res.send(req.query.text);
}
