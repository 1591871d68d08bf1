export default function handler(req, res) {
  if (req.method !== "POST") return res.status(405).send("Send the form with POST");
  const { name } = req.body;
  if (!name) return res.redirect(303, "/api/form/error");
  return res.redirect(303, `/api/hello?name=${encodeURIComponent(name)}`);
}
