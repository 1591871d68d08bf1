export default function handler(req, res) {
  res.json({ name: "pages/api/node", query: req.query });
}
