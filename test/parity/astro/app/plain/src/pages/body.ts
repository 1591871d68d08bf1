export const POST = async ({ request, url }: any) => {
  const how = url.searchParams.get("as");
  if (how === "form") return Response.json([...(await request.formData())]);
  if (how === "bytes") return Response.json([...new Uint8Array(await request.arrayBuffer())]);
  if (how === "json") return Response.json({ got: await request.json() });
  if (how === "none") return new Response("unread");
  return new Response(await request.text());
};
export const PUT = POST;
export const DELETE = POST;
