import { after, NextResponse, userAgent } from "next/server";

export const config = { runtime: "edge" };

const encoder = new TextEncoder();
const done = [];

const kinds = {
  text: () => new Response("text"),
  json: () => Response.json({ a: 1 }),
  empty: () => new Response(null),
  stream: () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(encoder.encode("one "));
          controller.enqueue(encoder.encode("two"));
          controller.close();
        },
      }),
    ),
  "stream-fails": () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          if (this.sent) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            controller.error(new Error("expected"));
            return;
          }
          this.sent = true;
          controller.enqueue(encoder.encode("first"));
        },
      }),
    ),
  bytes: () => new Response(new Uint8Array([1, 2, 255])),
  blob: () => new Response(new Blob(["b"], { type: "image/png" })),
  "status-text": () => new Response("t", { status: 201, statusText: "Very Fine" }),
  cookies: () =>
    new Response("c", {
      headers: [
        ["set-cookie", "a=1; Path=/x"],
        ["set-cookie", "b=2"],
      ],
    }),
  "next-cookies": () => {
    const response = NextResponse.json({ a: 1 });
    response.cookies.set("a", "1");
    return response;
  },
  "redirect-own": (request) => NextResponse.redirect(new URL("/there?x=1", request.url)),
  "redirect-other": () => NextResponse.redirect("https://example.com/there"),
  "response-redirect": (request) => Response.redirect(new URL("/there", request.url), 302),
  204: () => new Response(null, { status: 204 }),
  304: () => new Response(null, { status: 304 }),
  404: () => new Response("mine", { status: 404 }),
  throw: () => {
    throw new Error("expected");
  },
  reject: () => Promise.reject(new Error("expected")),
  "throw-string": () => {
    throw "text";
  },
  string: () => "text",
  object: () => ({ a: 1 }),
  undefined: () => undefined,
  null: () => null,
  next: () => NextResponse.next(),
  rewrite: (request) => NextResponse.rewrite(new URL("/there", request.url)),
  "wait-until": (_request, event) => {
    event.waitUntil(Promise.resolve().then(() => done.push("waited")));
    return new Response("wait-until");
  },
  after: () => {
    after(() => done.push("after"));
    return new Response("after");
  },
  done: () => Response.json(done.splice(0)),
  globals: () =>
    Response.json({
      edge: typeof EdgeRuntime,
      buffer: typeof Buffer,
      storage: typeof AsyncLocalStorage,
      env: process.env.NEXT_RUNTIME,
    }),
  request: (request) =>
    Response.json({
      url: request.url,
      host: request.headers.get("host"),
      one: request.headers.get("x-one"),
      cookie: request.cookies.get("a") ?? null,
      agent: userAgent(request).browser.name ?? null,
    }),
  names: (request) => Response.json([...request.headers.keys()]),
  large: () => new Response("x".repeat(5000), { headers: { "content-type": "text/plain" } }),
  etag: () => new Response("e", { headers: { etag: '"mine"' } }),
  circular: () => {
    const value = {};
    value.self = value;
    return Response.json(value);
  },
};

export default function handler(request, event) {
  const kind = new URL(request.url).searchParams.get("kind");
  return kinds[kind](request, event);
}
