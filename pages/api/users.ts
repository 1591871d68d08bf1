import type { NextApiRequest, NextApiResponse } from "next";

interface User {
  id: number;
  name: string;
}

const users: User[] = [{ id: 1, name: "Ada" }];

export default function handler(req: NextApiRequest, res: NextApiResponse<User | User[] | { error: string }>) {
  switch (req.method) {
    case "GET":
      return res.status(200).json(users);
    case "POST": {
      if (typeof req.body.name !== "string") return res.status(400).json({ error: "name is missing" });
      const user = { id: users.length + 1, name: req.body.name };
      users.push(user);
      return res.status(201).json(user);
    }
    default:
      res.setHeader("Allow", ["GET", "POST"]);
      return res.status(405).json({ error: `Method ${req.method} Not Allowed` });
  }
}
