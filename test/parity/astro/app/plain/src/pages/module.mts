export const GET = () => new Response("from mts");
