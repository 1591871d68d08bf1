/** Answers as the query says. */
export default function handler(req, res) {
  const { how = "send", status, type, size = "5", text = "x", cache, vary, tag, coding, parts } = req.query;
  if (status) res.status(Number(status));
  if (type) res.setHeader("Content-Type", type);
  if (cache) res.setHeader("Cache-Control", cache);
  if (vary) res.setHeader("Vary", vary);
  if (tag) res.setHeader("ETag", tag);
  if (coding) res.setHeader("Content-Encoding", coding);
  const body = String(text).repeat(Number(size));
  switch (how) {
    case "json":
      return void res.json({ body });
    case "object":
      return void res.send([body]);
    case "redirect":
      return void res.redirect(status ? Number(status) : 307, body);
    case "end":
      return void res.end(body);
    case "write":
      for (let part = 0; part < Number(parts ?? 2); part += 1) res.write(body);
      return void res.end();
    default:
      return void res.send(body);
  }
}
