import type { NextApiRequest, NextApiResponse } from "next";
import jwt from "jsonwebtoken";

const KEY = "a key that nobody guesses";

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === "POST") {
    const { username } = req.body;
    return res.json({ token: jwt.sign({ username, admin: username === "ada" }, KEY, { expiresIn: "1h" }) });
  }
  try {
    const token = req.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const { username, admin } = jwt.verify(token, KEY) as jwt.JwtPayload;
    res.json({ username, admin });
  } catch (error: any) {
    res.status(401).json({ name: error.name });
  }
}
