export default function handler(req, res) {
  const { body } = req;
  res.json(typeof body === "string" ? { length: body.length } : { body });
}
