export default function handler(req, res) {
  res.redirect(302, "/api/hello");
}
