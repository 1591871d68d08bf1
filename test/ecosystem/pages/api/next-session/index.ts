import type { NextApiRequest, NextApiResponse } from "next";
import nextSession from "next-session";

const getSession = nextSession();

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const session = await getSession(req, res);
  if (req.method === "DELETE") {
    await session.destroy();
    return res.json({ views: 0 });
  }
  session.views = session.views ? session.views + 1 : 1;
  // Also available under req.session:
  res.json({ views: req.session.views });
}
