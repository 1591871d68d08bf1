export default function handler(req, res) {
  res.setHeader("Set-Cookie", "h=1; Path=/");
  res.appendHeader("Set-Cookie", "i=2");
  res.send("cookies");
}
