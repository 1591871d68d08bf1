import type { NextApiRequest, NextApiResponse } from "next";
import cookieSession from "cookie-session";
import runMiddleware from "@/lib/run-middleware";

const session = cookieSession({ name: "session", keys: ["key1", "key2"], maxAge: 24 * 60 * 60 * 1000 });

export default async function handler(req: NextApiRequest & { session?: any }, res: NextApiResponse) {
  await runMiddleware(req, res, session);
  if (req.method === "DELETE") {
    req.session = null;
    return res.status(200).json({ views: 0 });
  }
  req.session.views = (req.session.views || 0) + 1;
  res.json({ views: req.session.views });
}
