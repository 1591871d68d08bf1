export const TRACE = () => new Response("TRACE");
export const PROPFIND = () => new Response("PROPFIND");
export const GET = () => new Response("GET");
