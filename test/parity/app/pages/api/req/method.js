export default function handler(req, res) {
  res.setHeader("X-Method", req.method);
  res.send(req.method);
}
