export async function POST({ request }) {
  const { items } = await request.json();
  return Response.json({ received: items.length });
}
