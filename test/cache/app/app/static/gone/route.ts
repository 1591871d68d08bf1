export const dynamic = "force-static";
export const GET = (): Response => new Response("gone", { status: 410, statusText: "Long Gone" });
