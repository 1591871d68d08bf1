export const GET = () => new Response("js wins");
