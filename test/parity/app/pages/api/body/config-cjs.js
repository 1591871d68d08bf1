module.exports = function handler(req, res) {
  res.json({ body: typeof req.body });
};
module.exports.config = { api: { bodyParser: false } };
