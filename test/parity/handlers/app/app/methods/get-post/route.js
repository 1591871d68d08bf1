export const GET = () => new Response("GET");
export const POST = () => new Response("POST");
