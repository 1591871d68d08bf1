export default function handler(req, res) {
  res.json({ route: "users/[id]", url: req.url, query: req.query });
}
