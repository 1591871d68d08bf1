export const POST = async ({ request }: any) =>
  Response.json({ type: request.headers.get("content-type"), body: await request.text() });
