export const dynamic = "force-static";
export const GET = (): Response => new Response(new Uint8Array([0, 255, 1, 254]));
