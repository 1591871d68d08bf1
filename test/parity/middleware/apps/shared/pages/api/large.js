export const config = { api: { bodyParser: { sizeLimit: "20mb" } } };

export default function handler(req, res) {
  res.json({ length: req.body.length });
}
