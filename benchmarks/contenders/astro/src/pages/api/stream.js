import { webStream } from "../../../../content.js";

export const GET = () =>
  new Response(webStream(), { headers: { "Content-Type": "application/octet-stream" } });
