export default function handler(req, res) {
  res.status(200).json({ count: Object.keys(req.cookies).length, last: req.cookies.cookie19 });
}
