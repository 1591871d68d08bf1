export const ALL = ({ request }: any) => new Response(`all ${request.method}`);
