export default function handler(req, res) {
  res.json({ keys: Object.keys(req.query).length, query: req.query });
}
