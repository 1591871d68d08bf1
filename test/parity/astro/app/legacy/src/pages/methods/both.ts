export const get = () => new Response("lower");
export const GET = () => new Response("upper");
export const del = () => new Response("lower");
export const DELETE = () => new Response("upper");
