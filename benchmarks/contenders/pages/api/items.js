export default function handler(req, res) {
  res.status(200).json({ received: req.body.items.length });
}
