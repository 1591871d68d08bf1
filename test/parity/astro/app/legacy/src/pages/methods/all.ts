export const all = ({ request }: { request: Request }) => ({ body: `all ${request.method}` });
