throw new Error("at import");

export default function handler(req, res) {
  res.end("never");
}
