const { plus, here } = require("../../../lib/common.cjs");

module.exports = (req, res) => res.json({ sum: plus(1, 2), here });
