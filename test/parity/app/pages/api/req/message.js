export default function handler(req, res) {
  const { method, httpVersion, complete, aborted, readableEnded, url } = req;
  res.json({ method, httpVersion, complete, aborted, readableEnded, url, raw: req.rawHeaders.slice(0, 4) });
}
