export const dynamic = "force-static";
export function GET(): Response {
  const chunks = ["one", "two"];
  const body = new ReadableStream({
    pull(controller) {
      const next = chunks.shift();
      if (next === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(next));
    },
  });
  return new Response(body, { headers: { "content-type": "text/x-own" } });
}
