import { setTimeout as delay } from "node:timers/promises";

async function* lines(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const word of ["one", "two", "three"]) {
    yield encoder.encode(`<p>${word}</p>`);
    await delay(100);
  }
}

/** The client gets each chunk as soon as it is there. */
function streamOf(iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

export async function GET(): Promise<Response> {
  return new Response(streamOf(lines()), { headers: { "content-type": "text/html; charset=utf-8" } });
}
