// end() instead of json(): the echo holds a port, and an ETag over it would be another one in each run.
export default function handler(req, res) {
  res.end(JSON.stringify(req.headers));
}
