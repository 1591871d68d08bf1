export const post = () => ({ body: "post" });
