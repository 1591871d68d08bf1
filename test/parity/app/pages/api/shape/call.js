export default function handler(...args) {
  const [req, res] = args;
  res.json({ count: args.length, self: typeof this, url: typeof req.url });
}
