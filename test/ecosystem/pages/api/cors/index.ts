import type { NextApiRequest, NextApiResponse } from "next";
import Cors from "cors";
import runMiddleware from "@/lib/run-middleware";

const cors = Cors({ methods: ["POST", "GET", "HEAD"], origin: /\.example\.com$/, credentials: true });

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  await runMiddleware(req, res, cors);
  res.json({ message: "Hello Everyone!" });
}
