import { convertToModelMessages, streamText, type UIMessage } from "ai";
import type { NextApiRequest, NextApiResponse } from "next";
import { slowModel } from "@/lib/model";

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const { messages, gate }: { messages: UIMessage[]; gate: string } = req.body;
  const result = streamText({ model: slowModel(gate), messages: await convertToModelMessages(messages) });
  result.pipeUIMessageStreamToResponse(res);
}
