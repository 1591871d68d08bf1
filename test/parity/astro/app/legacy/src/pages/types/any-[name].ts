export const get = ({ params }: any) => ({ body: params.name });
