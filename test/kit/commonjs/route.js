const { nameOf } = require("./users.js");

module.exports = function handler(req, res) {
  res.json({ id: req.query.id, name: nameOf(req.query.id) });
};
