export default async function handler(req, res) {
  await Promise.resolve();
  res.setHeader("Set-Cookie", `seen=${req.query.id}; Path=/; HttpOnly`);
  res.json({ id: req.query.id });
}
