export const GET = () => new Response("get");
export const POST = () => new Response("post");
export const DELETE = () => new Response("delete");
export const ALL = ({ request }: { request: Request }) => new Response(`all ${request.method}`);
