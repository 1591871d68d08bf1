import { revalidateTag, unstable_cache } from "next/cache";
import type { NextApiRequest, NextApiResponse } from "next";
import { token } from "@/token";
const cached = unstable_cache(async () => token(), ["pages"], { tags: ["pages"] });
export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {
  if (req.query.revalidate === undefined) return res.json(await cached());
  try {
    revalidateTag("pages", "max");
    res.json("done");
  } catch (error) {
    res.json((error as Error).constructor.name);
  }
}
