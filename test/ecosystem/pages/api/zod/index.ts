import type { NextApiRequest, NextApiResponse } from "next";
import { z } from "zod";

const User = z.object({ name: z.string().min(1), age: z.coerce.number().int().positive() });

export default function handler(req: NextApiRequest, res: NextApiResponse) {
  const parsed = User.safeParse(req.method === "GET" ? req.query : req.body);
  if (!parsed.success) return res.status(422).json(z.flattenError(parsed.error).fieldErrors);
  res.json(parsed.data);
}
