import { webStream } from "../../../../content.js";

export function GET() {
  return new Response(webStream(), { headers: { "content-type": "application/octet-stream" } });
}
