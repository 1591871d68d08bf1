exports.default = function handler(req, res) {
  res.end("never");
};
