const ITEMS = Array.from({ length: 500 }, (_, id) => ({
  id,
  name: `item ${id}`,
  text: "some text that compresses",
}));

export default function handler(req, res) {
  if (req.query.stream === undefined) return res.json(ITEMS);
  res.setHeader("Content-Type", "application/json");
  for (const item of ITEMS) res.write(`${JSON.stringify(item)}\n`);
  res.end();
}
