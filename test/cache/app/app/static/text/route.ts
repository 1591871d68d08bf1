export const dynamic = "force-static";
export const GET = (): Response => new Response("text");
