export const dynamic = "force-static";
export const GET = (): Response => new Response("get");
export const HEAD = (): Response => new Response(null, { headers: { "x-head": "own" } });
