export const runtime = "edge";

export default () => new Response("exported");
