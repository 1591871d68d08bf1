import type { NextApiRequest, NextApiResponse } from "next";
import { todos } from "@/lib/todos";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const todo = todos.find(({ id }) => id === Number(req.query.id));
  if (todo === undefined) return res.status(404).json({ error: "No such todo" });
  if (req.method === "PATCH") todo.done = !todo.done;
  res.json(todo);
}
