import { Stripe } from "stripe";

const stripe = new Stripe("sk_test_1");

export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const signature = request.headers.get("stripe-signature") ?? "";
  try {
    const { type } = stripe.webhooks.constructEvent(body, signature, "whsec_test");
    return Response.json({ type });
  } catch (error) {
    return new Response(`Webhook Error: ${(error as Error).message}`, { status: 400 });
  }
}
