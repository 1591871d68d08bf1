export const GET = () => new Response("from js");
