import { users } from "../../../lib/users";

export default function handler(req, res) {
  if (req.method !== "POST") return res.json(users);
  const user = { id: users.length + 1, name: String(req.body.name) };
  users.push(user);
  res.status(201).json(user);
}
