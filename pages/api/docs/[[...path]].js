export default function handler(req, res) {
  const { path = ["index"] } = req.query;
  res.json({ page: path.join("/") });
}
