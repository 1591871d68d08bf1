export default function handler(req, res) {
  res.json({ name: "pages/api/static-wins/[id]", query: req.query });
}
