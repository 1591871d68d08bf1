/** Route files that leave in `globalThis.bridgeSeen` what a test waits for. */
export const FILES = {
  "app/echo/route.js": `
    export async function POST(request) {
      return new Response(request.body, { headers: { "content-type": "application/octet-stream" } });
    }`,
  "app/slow/route.js": `
    export async function POST(request) {
      const reader = request.body.getReader();
      globalThis.bridgeSeen.read = () => reader.read();
      await new Promise((resolve) => (globalThis.bridgeSeen.release = resolve));
      reader.releaseLock();
      return new Response("done");
    }`,
  "app/endless/route.js": `
    export function GET() {
      let pulled = 0;
      return new Response(new ReadableStream({
        pull(controller) {
          pulled += 1;
          globalThis.bridgeSeen.pulled = pulled;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
        cancel(reason) { globalThis.bridgeSeen.cancelled = reason; },
      }));
    }`,
  "app/signal/route.js": `
    export async function POST(request) {
      const text = await request.text();
      globalThis.bridgeSeen.text = text;
      await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      globalThis.bridgeSeen.reason = request.signal.reason;
      return new Response("too late");
    }`,
  "app/events/route.js": `
    export function GET() {
      return new Response(new ReadableStream({
        start(controller) {
          globalThis.bridgeSeen.event = (text) => controller.enqueue(new TextEncoder().encode(text));
          globalThis.bridgeSeen.close = () => controller.close();
        },
      }), { headers: { "content-type": "text/event-stream" } });
    }`,
  "app/copies/route.js": `
    export async function POST(request) {
      const copy = request.clone();
      const other = new Request(request, { headers: { "x-a": "1" } });
      return Response.json([await copy.text(), await other.text(), other.headers.get("x-a"), request instanceof Request]);
    }`,
  "app/forward/route.js": `
    export async function POST(request) {
      const target = new URL(request.url);
      target.pathname = "/echo";
      return fetch(new Request(target, request));
    }`,
  "app/late/route.js": `
    export async function GET(request) {
      const url = new URL("/count", request.url);
      const response = await fetch(new Request(url, { headers: request.headers, signal: request.signal }));
      return new Response(response.body, response);
    }`,
  // A proxied answer has the names of its trailers, and none of them.
  "app/trailer/[body]/route.js": `
    const bodies = {
      none: () => null,
      text: () => "text",
      chunk: () => new Blob(["chunk"]).stream(),
      chunks: () => new ReadableStream({
        async pull(controller) {
          this.count = (this.count ?? 0) + 1;
          await new Promise(setImmediate);
          if (this.count > 2) controller.close();
          else controller.enqueue(new TextEncoder().encode("chunk" + this.count));
        },
      }),
    };
    export const GET = async (request, { params }) =>
      new Response(bodies[(await params).body](), { headers: { trailer: "grpc-status" } });`,
  "app/count/route.js": `export const GET = (request) => Response.json({ agent: request.headers.get("user-agent") });`,
  "app/form/route.js": `
    export async function POST(request) {
      const form = await request.formData();
      const file = form.get("file");
      return Response.json([form.get("name"), file.name, file.type, await file.text()]);
    }`,
  "app/json/route.js": `export const POST = async (request) => Response.json(await request.json());`,
  "app/stream/route.js": `
    export async function POST(request) {
      let size = 0;
      for await (const chunk of request.body) size += chunk.byteLength;
      return Response.json({ size });
    }`,
  "app/unread/route.js": `export const POST = () => new Response("unread");`,
  "app/partly/route.js": `
    export async function POST(request) {
      const reader = request.body.getReader();
      await reader.read();
      return new Response("partly");
    }`,
  "app/bodies/route.js": `
    export function GET(request) {
      const form = new FormData();
      form.append("a", "1");
      const bodies = {
        text: "té", bytes: new Uint8Array([1, 2]), buffer: new ArrayBuffer(3), blob: new Blob(["four"]),
        params: new URLSearchParams({ a: "1" }), form, none: null,
      };
      return new Response(bodies[request.nextUrl.searchParams.get("kind")]);
    }`,
  "app/late-failure/route.js": `
    export function GET() {
      let sent = false;
      return new Response(new ReadableStream({
        pull(controller) {
          if (sent) controller.error(new Error("expected"));
          else controller.enqueue(new Uint8Array(70_000));
          sent = true;
        },
      }));
    }`,
  "app/duration/route.js": `
    export const maxDuration = 0.05;
    export const GET = (request) => new Promise((resolve) => {
      request.signal.addEventListener("abort", () => (globalThis.bridgeSeen.timeout = request.signal.reason.name));
    });`,
};
