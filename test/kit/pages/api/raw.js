export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  res.setHeader("Content-Type", "text/plain").send(Buffer.concat(await req.toArray()));
}
