export default function handler(req, res) {
  res.json({ entries: Object.entries(req.cookies), header: req.headers.cookie });
}
