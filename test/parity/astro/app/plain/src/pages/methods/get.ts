export const GET = ({ request }: any) =>
  new Response(`get ${request.method}`, { headers: { "x-method": request.method, "content-length": "7" } });
