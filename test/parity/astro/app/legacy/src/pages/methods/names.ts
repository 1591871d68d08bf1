export const options = () => new Response("options");
export const head = () => new Response("head");
export const trace = () => new Response("trace");
