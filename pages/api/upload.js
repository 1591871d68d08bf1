export const config = { api: { bodyParser: { sizeLimit: "10mb" } } };

export default function handler(req, res) {
  res.json({ received: req.body.length });
}
