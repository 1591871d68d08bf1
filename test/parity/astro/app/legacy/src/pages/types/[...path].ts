export const get = ({ params }: any) => ({ body: String(params.path) });
