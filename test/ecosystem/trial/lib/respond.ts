import type { NextApiRequest, NextApiResponse } from "next";

/** Answers with what a route sees of its request. */
export function respond(route: string) {
  return (req: NextApiRequest, res: NextApiResponse): void => {
    const { method, url, query, body } = req;
    res.json({ route, method, url, query, body });
  };
}
