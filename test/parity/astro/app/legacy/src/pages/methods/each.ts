const answer = (name: string) => () => ({ body: name });

export const get = answer("get");
export const post = answer("post");
export const put = answer("put");
export const patch = answer("patch");
export const del = answer("del");
