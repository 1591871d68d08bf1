import type { NextApiRequest, NextApiResponse } from "next";
import { getToken } from "next-auth/jwt";

export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  const token = await getToken({ req });
  if (token === null) res.status(401).json({ error: "unauthorized" });
  else res.json({ name: token.name, role: token.role });
}
