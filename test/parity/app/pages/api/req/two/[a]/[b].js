export default function handler(req, res) {
  res.json({ entries: Object.entries(req.query), url: req.url });
}
