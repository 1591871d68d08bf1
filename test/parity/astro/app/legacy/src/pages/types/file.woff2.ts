export const get = () => ({ body: "a" });
