import { CHUNKS } from "../../../content.js";

export function GET() {
  const chunks = CHUNKS.values();
  const body = new ReadableStream({
    pull(controller) {
      const { done, value } = chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(body, { headers: { "Content-Type": "application/octet-stream" } });
}
