export const get = () => ({ body: "get" });
