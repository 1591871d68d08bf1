import type { NextApiRequest, NextApiResponse } from "next";
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  try {
    await res.revalidate(String(req.query.path), { unstable_onlyGenerated: req.query.only !== undefined });
    res.json("done");
  } catch (error) {
    res.json((error as Error).message);
  }
}
