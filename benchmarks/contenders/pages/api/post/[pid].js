export default function handler(req, res) {
  const { pid, draft, tag } = req.query;
  res.status(200).json({ pid, draft, tag });
}
