const loaded = await Promise.resolve("before the first request");

export default async function handler(req, res) {
  const { state } = await import("../../../lib/shared.js");
  res.json({ loaded, count: typeof state.count });
}
