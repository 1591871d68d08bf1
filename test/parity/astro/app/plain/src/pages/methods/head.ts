export const GET = () => new Response("get");
export const HEAD = () => new Response("head", { status: 201, headers: { "x-head": "own" } });
