export const get = () => ({ body: "get" });
export const all = ({ request }: { request: Request }) => ({ body: `all ${request.method}` });
