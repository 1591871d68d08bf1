export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  const before = typeof req.body;
  const own = Object.hasOwn(req, "body");
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  res.json({ before, own, length: bytes.length, start: bytes.subarray(0, 40).toString("latin1") });
}
