export const GET = () => new Response("get");
export const ALL = ({ request }: any) => new Response(`all ${request.method}`, { headers: { "x-all": "1" } });
