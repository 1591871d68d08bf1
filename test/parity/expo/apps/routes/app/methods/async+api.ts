export const GET = async () => Response.json({ async: true });
export let POST = () => new Response("let");
