const bytes = Buffer.from([137, 80, 78, 0, 255]);

const results: Record<string, (context: any) => unknown> = {
  text: () => ({ body: "ä" }),
  empty: () => ({ body: "" }),
  number: () => ({ body: 12 }),
  null: () => ({ body: null }),
  bytes: () => ({ body: new Uint8Array(bytes) }),
  buffer: () => ({ body: bytes }),
  base64: () => ({ body: bytes.toString("base64"), encoding: "base64" }),
  binary: () => ({ body: bytes, encoding: "binary" }),
  odd: () => ({ body: "a", encoding: "odd" }),
  response: () => new Response("made", { status: 203, headers: { "X-A": "1" } }),
  later: async () => ({ body: "later" }),
  nothing: () => {},
  nobody: () => ({ status: 200 }),
  list: () => ["a"],
  string: () => "text",
  none: () => null,
  stream: () => ({
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("streamed"));
        controller.close();
      },
    }),
  }),
  headers: () => ({ body: "x", headers: { "X-A": "1" }, status: 201 }),
  redirect: ({ redirect }) => redirect("/methods/get"),
  "redirect-301": ({ redirect }) => redirect("/methods/get", 301),
  cookies: ({ cookies }) => {
    cookies.set("a", { b: 1 }, { path: "/" });
    return { body: "set" };
  },
  throw: () => {
    throw new Error("broken");
  },
  reject: async () => Promise.reject(new Error("broken")),
  members: (context) => ({ body: Object.keys(context).toSorted().join() }),
  where: ({ params, request, url, site, props, generator, locals }) => ({
    body: JSON.stringify({
      params,
      request: request.url,
      method: request.method,
      url: url.href,
      site: site?.href,
      props,
      generator: typeof generator,
      locals,
    }),
  }),
  "not-found": () => new Response("none", { status: 404 }),
  "null-404": () => new Response(null, { status: 404 }),
  "null-500": () => new Response(null, { status: 500 }),
};

export const get = (context: any) => results[context.params.op]!(context);
