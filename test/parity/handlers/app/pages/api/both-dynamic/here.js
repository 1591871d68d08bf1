export default function handler(req, res) {
  res.json({ name: "pages/api/both-dynamic/here", query: req.query });
}
