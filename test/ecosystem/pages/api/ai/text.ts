import { streamText } from "ai";
import type { NextApiRequest, NextApiResponse } from "next";
import { slowModel } from "@/lib/model";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { prompt, gate } = req.body;
  const result = streamText({ model: slowModel(gate), prompt });
  result.pipeTextStreamToResponse(res);
}
