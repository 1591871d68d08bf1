export default function handler(req, res) {
  const { size = "2000", type, how = "send", cache, encoding, etag, vary, status } = req.query;
  const text = "abcdefghij".repeat(Math.ceil(size / 10)).slice(0, Number(size));
  if (type) res.setHeader("Content-Type", type);
  if (cache) res.setHeader("Cache-Control", cache);
  if (encoding) res.setHeader("Content-Encoding", encoding);
  if (etag) res.setHeader("ETag", etag);
  if (vary) res.setHeader("Vary", vary);
  if (status) res.statusCode = Number(status);
  if (how === "send") res.send(text);
  if (how === "json") res.json(text.slice(2));
  if (how === "buffer") res.send(Buffer.from(text));
  if (how === "end") res.end(text);
  if (how === "write") { res.write(text); res.end(); }
  if (how === "writes") { res.write(text.slice(0, 500)); res.write(text.slice(500)); res.end(); }
  if (how === "length") { res.setHeader("Content-Length", text.length); res.end(text); }
  if (how === "head") { res.writeHead(200, { "Content-Length": text.length }); res.end(text); }
}
