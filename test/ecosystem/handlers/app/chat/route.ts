import { convertToModelMessages, streamText, type UIMessage } from "ai";
import { open } from "../../../lib/gate";
import { slowModel } from "../../../lib/model";

export async function POST(request: Request): Promise<Response> {
  const { messages, gate } = (await request.json()) as { messages: UIMessage[]; gate: string };
  const result = streamText({ model: slowModel(gate), messages: await convertToModelMessages(messages) });
  return result.toUIMessageStreamResponse();
}

/** Lets a stream go on. */
export async function PUT(request: Request): Promise<Response> {
  open(await request.text());
  return new Response();
}
