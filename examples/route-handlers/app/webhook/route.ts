import { createHmac, timingSafeEqual } from "node:crypto";
import { after } from "next/server";

const SECRET = process.env.WEBHOOK_SECRET ?? "secret";

/** The signature is that of the body as it was sent, to the byte. */
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const expected = createHmac("sha256", SECRET).update(body).digest();
  const given = Buffer.from(request.headers.get("x-signature") ?? "", "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return new Response("Webhook error: bad signature", { status: 400 });
  }
  after(() => console.log(`webhook: ${body}`));
  return new Response("Success!");
}
