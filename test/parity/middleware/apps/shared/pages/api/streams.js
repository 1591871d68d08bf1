export default function handler(req, res) {
  res.setHeader("content-type", "text/plain");
  res.write("one ");
  res.write("two ");
  res.end("three");
}
