export const config = { runtime: "experimental-edge" };

export default () => new Response("experimental");
