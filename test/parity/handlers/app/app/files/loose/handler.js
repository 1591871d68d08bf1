export const GET = () => new Response("loose");
