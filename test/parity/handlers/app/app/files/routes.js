export const GET = () => new Response("routes");
