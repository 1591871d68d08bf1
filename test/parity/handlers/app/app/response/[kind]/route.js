import { NextResponse } from "next/server";

const encoder = new TextEncoder();

function streamOf(...chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

const form = () => {
  const data = new FormData();
  data.append("a", "1");
  return data;
};

const kinds = {
  text: () => new Response("text"),
  empty: () => new Response(),
  null: () => new Response(null),
  "empty-text": () => new Response(""),
  json: () => Response.json({ a: 1 }),
  "json-null": () => Response.json(null),
  "json-status": () => Response.json({ a: 1 }, { status: 201, statusText: "Made" }),
  "json-type": () => Response.json({ a: 1 }, { headers: { "content-type": "application/vnd.api+json" } }),
  unicode: () => new Response("é日本😀"),
  bytes: () => new Response(new Uint8Array([1, 2, 255])),
  buffer: () => new Response(new Uint8Array([104, 105]).buffer),
  blob: () => new Response(new Blob(["blob"], { type: "image/png" })),
  "blob-no-type": () => new Response(new Blob(["blob"])),
  params: () => new Response(new URLSearchParams({ a: "1 2", b: "é" })),
  form: async () => {
    const response = new Response(form());
    const type = response.headers.get("content-type").replace(/boundary=.*/, "boundary=x");
    return new Response(null, { headers: { "x-type": type } });
  },
  stream: () => new Response(streamOf("one ", "two")),
  "stream-empty": () => new Response(streamOf()),
  "stream-typed": () => new Response(streamOf("a"), { headers: { "content-type": "text/plain" } }),
  "stream-strings": () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue("not bytes");
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
  "stream-fails-at-once": () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.error(new Error("expected"));
        },
      }),
    ),
  iterator: () =>
    new Response(
      ReadableStream.from(
        (async function* () {
          yield encoder.encode("a");
          yield encoder.encode("b");
        })(),
      ),
    ),
  sse: () => new Response(streamOf("data: 1\n\n"), { headers: { "content-type": "text/event-stream" } }),
  204: () => new Response(null, { status: 204 }),
  205: () => new Response(null, { status: 205 }),
  304: () => new Response(null, { status: 304, headers: { etag: '"x"' } }),
  201: () => new Response("made", { status: 201 }),
  299: () => new Response("odd", { status: 299 }),
  404: () => new Response("mine", { status: 404 }),
  500: () => new Response("mine", { status: 500 }),
  599: () => new Response("mine", { status: 599 }),
  "status-text": () => new Response("t", { statusText: "Very Fine" }),
  "headers-case": () => new Response("h", { headers: { "X-Mixed-Case": "1", "x-b": "2" } }),
  "headers-many": () =>
    new Response("h", {
      headers: [
        ["x-a", "1"],
        ["x-a", "2"],
        ["vary", "Origin"],
      ],
    }),
  "headers-latin": () => new Response("h", { headers: { "x-latin": "caf\u00e9" } }),
  "content-length": () => new Response("four", { headers: { "content-length": "4" } }),
  "content-length-short": () => new Response("four", { headers: { "content-length": "2" } }),
  "transfer-encoding": () => new Response("four", { headers: { "transfer-encoding": "chunked" } }),
  connection: () => new Response("c", { headers: { connection: "close" } }),
  etag: () => new Response("e", { headers: { etag: '"mine"', "cache-control": "max-age=60" } }),
  "set-cookie": () =>
    new Response("c", {
      headers: [
        ["set-cookie", "a=1; Path=/x"],
        ["set-cookie", "b=2"],
        ["set-cookie", "a=3"],
      ],
    }),
  "redirect": () => Response.redirect("http://example.com/there"),
  "redirect-301": () => Response.redirect("http://example.com/there", 301),
  "redirect-own": (request) => Response.redirect(new URL("/there?x=1", request.url)),
  error: () => Response.error(),
  "next-json": () => NextResponse.json({ a: 1 }, { status: 202, headers: { "x-a": "1" } }),
  "next-text": () => new NextResponse("next"),
  "next-redirect": (request) => NextResponse.redirect(new URL("/there?x=1", request.url)),
  "next-redirect-308": () => NextResponse.redirect("https://example.com/", 308),
  "next-redirect-init": () =>
    NextResponse.redirect("https://example.com/", { status: 303, headers: { "x-a": "1" } }),
  "next-redirect-relative": () => NextResponse.redirect("/there"),
  "next-redirect-bad-status": () => NextResponse.redirect("https://example.com/", 200),
  "next-next": () => NextResponse.next(),
  "next-rewrite": (request) => NextResponse.rewrite(new URL("/there", request.url)),
  "next-cookies": () => {
    const response = new NextResponse("c");
    response.cookies.set("a", "1");
    response.cookies.set({ name: "b", value: "2", httpOnly: true });
    response.cookies.delete("c");
    return response;
  },
  "next-cookies-read": () => {
    const response = new NextResponse("c");
    response.cookies.set("a", "1");
    return NextResponse.json({ get: response.cookies.get("a"), all: response.cookies.getAll() });
  },
  "middleware-header": () => new Response("m", { headers: { "x-middleware-next": "1" } }),
  "rewrite-header": () => new Response("m", { headers: { "x-middleware-rewrite": "http://x.test/" } }),
  cached: () => {
    kinds.kept ??= new Response("kept");
    return kinds.kept;
  },
  used: async () => {
    const response = new Response("used");
    await response.text();
    return response;
  },
  cloned: () => new Response("cloned").clone(),
  rebuilt: () => {
    const response = Response.json({ a: 1 }, { headers: { "x-a": "1" } });
    return new Response(response.body, response);
  },
  large: () => new Response("x".repeat(100_000), { headers: { "content-type": "text/plain" } }),
  "large-json": () => Response.json({ text: "x".repeat(5000) }),
  "large-stream": () =>
    new Response(streamOf("x".repeat(5000), "y".repeat(5000)), { headers: { "content-type": "text/plain" } }),
  "no-transform": () =>
    new Response("x".repeat(5000), { headers: { "content-type": "text/plain", "cache-control": "no-transform" } }),
  encoded: () =>
    new Response("x".repeat(5000), { headers: { "content-type": "text/plain", "content-encoding": "identity" } }),
  subclass: () => new (class Mine extends Response {})("mine"),
};

export async function GET(request, { params }) {
  const { kind } = await params;
  return kinds[kind](request);
}

export const POST = GET;
