export default function handler(req, res) {
  const { name, email, colour } = req.body;
  res.status(200).json({ name, email, colour });
}
