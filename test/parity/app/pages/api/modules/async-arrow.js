export default async (req, res) => res.status(202).json({ arrow: true });
