module.exports = (req, res) => res.json({ phase: process.env.PHASE, base: process.env.DEFAULT_BASE });
