import type { NextApiRequest, NextApiResponse } from "next";

type Data = { message: string };

export default function handler(req: NextApiRequest, res: NextApiResponse<Data>) {
  const { name = "World" } = req.query;
  res.status(200).json({ message: `Hello ${String(name)}!` });
}
