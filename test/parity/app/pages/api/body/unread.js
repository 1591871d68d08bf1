export const config = { api: { bodyParser: false } };

export default function handler(req, res) {
  res.json({ read: false });
}
