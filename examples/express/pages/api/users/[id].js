import { users } from "../../../lib/users";

export default function handler(req, res) {
  const user = users.find(({ id }) => id === Number(req.query.id));
  if (user === undefined) return res.status(404).json({ error: "No such user" });
  if (req.method === "PATCH") Object.assign(user, req.body);
  res.json(user);
}
