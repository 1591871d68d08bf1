Object.defineProperty(exports, "__esModule", { value: true });
exports.default = function handler(req, res) {
  res.json({ from: "exports.default" });
};
