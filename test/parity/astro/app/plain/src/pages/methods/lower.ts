export const get = () => new Response("lower");
