import { headers } from "next/headers";
import { Webhook } from "svix";

const webhook = new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

export async function POST(request: Request): Promise<Response> {
  const sent = Object.fromEntries(await headers());
  try {
    const { type } = webhook.verify(await request.text(), sent) as { type: string };
    return Response.json({ type });
  } catch {
    return new Response(null, { status: 400 });
  }
}
