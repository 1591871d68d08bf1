const bytes = new Uint8Array([0, 255, 128, 10]);

function stream(...chunks: string[]): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(encoder.encode(chunk));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      controller.close();
    },
  });
}

const KINDS: Record<string, () => Response | Promise<Response>> = {
  text: () => new Response("text"),
  unicode: () => new Response("grüße ✓"),
  json: () => Response.json({ a: 1 }),
  "json-status": () => Response.json({ a: 1 }, { status: 201, headers: { "x-a": "1" } }),
  empty: () => new Response(),
  null: () => new Response(null),
  "empty-text": () => new Response(""),
  "204": () => new Response(null, { status: 204 }),
  "205": () => new Response(null, { status: 205 }),
  "304": () => new Response(null, { status: 304, headers: { etag: '"x"' } }),
  "404": () => new Response("mine", { status: 404 }),
  "500": () => new Response("mine", { status: 500 }),
  "599": () => new Response("odd", { status: 599 }),
  "status-text": () => new Response("x", { status: 200, statusText: "Fine" }),
  bytes: () => new Response(bytes),
  buffer: () => new Response(bytes.buffer, { headers: { "content-type": "application/x-mine" } }),
  blob: () => new Response(new Blob(["blob"], { type: "text/x-blob" })),
  form: () => new Response(new URLSearchParams({ a: "1 2", b: "ü" })),
  stream: () => new Response(stream("one ", "two ", "three")),
  "stream-typed": () => new Response(stream("a"), { headers: { "content-type": "text/event-stream" } }),
  "content-length": () => new Response("12345", { headers: { "content-length": "5" } }),
  cookies: () => {
    const headers = new Headers();
    headers.append("set-cookie", "a=1; Path=/");
    headers.append("set-cookie", "b=2");
    headers.append("x-two", "1");
    headers.append("x-two", "2");
    return new Response("cookies", { headers });
  },
  "redirect-302": () => Response.redirect("http://elsewhere.test/there"),
  "redirect-308": () => Response.redirect("http://elsewhere.test/there", 308),
  "redirect-relative": () => new Response(null, { status: 307, headers: { location: "/hello" } }),
  html: () => new Response("<p>hi</p>", { headers: { "content-type": "text/html" } }),
  etag: () => new Response("tagged", { headers: { etag: '"v1"', "cache-control": "max-age=5" } }),
  date: () => new Response("x", { headers: { "x-powered-by": "me", server: "mine" } }),
};

export function GET(_request: Request, { kind }: { kind: string }): Response | Promise<Response> {
  return KINDS[kind]?.() ?? new Response("unknown kind", { status: 404 });
}

export async function POST(request: Request, params: { kind: string }): Promise<Response> {
  return GET(request, params);
}

export const HEAD = GET;
