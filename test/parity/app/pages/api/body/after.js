// What is left of the stream once the parser has read it.
export default async function handler(req, res) {
  let left = 0;
  for await (const chunk of req) left += chunk.length;
  res.json({ left, readableEnded: req.readableEnded, complete: req.complete, body: req.body });
}
