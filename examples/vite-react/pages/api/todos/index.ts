import type { NextApiRequest, NextApiResponse } from "next";
import { type Todo, todos } from "@/lib/todos";

export default function handler(req: NextApiRequest, res: NextApiResponse<Todo | Todo[]>) {
  if (req.method !== "POST") return res.json(todos);
  const todo = { id: todos.length + 1, title: String(req.body.title), done: false };
  todos.push(todo);
  res.status(201).json(todo);
}
