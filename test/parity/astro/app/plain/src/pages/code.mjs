export const GET = () => new Response("from mjs");
