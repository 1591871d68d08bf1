export const GET = "not a function";
export const POST = () => new Response("POST");
