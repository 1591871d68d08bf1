const streamOf = (...texts: string[]) =>
  new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
const ops: Record<string, (context: any) => unknown> = {
  text: () => new Response("text"),
  empty: () => new Response(null),
  "empty-text": () => new Response(""),
  json: () => Response.json({ a: 1 }),
  status: () => new Response("made", { status: 201, statusText: "Made Here" }),
  headers: () =>
    new Response("h", {
      headers: [
        ["x-a", "1"],
        ["x-a", "2"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["content-type", "text/x"],
      ],
    }),
  stream: () => new Response(streamOf("one ", "two")),
  bytes: () => new Response(new Uint8Array([0, 255, 1])),
  blob: () => new Response(new Blob(["blob"], { type: "text/blob" })),
  form: () => new Response(new URLSearchParams({ a: "1 2" })),
  "no-content": () => new Response(null, { status: 204 }),
  "not-modified": () => new Response(null, { status: 304 }),
  "null-404": () => new Response(null, { status: 404, headers: { "x-mine": "1" } }),
  "body-404": () => new Response("mine", { status: 404 }),
  "null-500": () => new Response(null, { status: 500 }),
  "body-500": () => new Response("mine", { status: 500 }),
  "status-418": () => new Response(null, { status: 418 }),
  undefined: () => undefined,
  null: () => null,
  string: () => "text",
  number: () => 0,
  object: () => ({ body: "text" }),
  like: () => ({ status: 200, headers: new Headers(), body: null }),
  error: () => Response.error(),
  throw: () => {
    throw new Error("thrown");
  },
  "throw-response": () => {
    throw new Response("thrown", { status: 418 });
  },
  "throw-string": () => {
    throw "text";
  },
  "throw-undefined": () => {
    throw undefined;
  },
  reject: async () => Promise.reject(new Error("rejected")),
  redirect: ({ redirect }) => redirect("/somewhere"),
  "redirect-301": ({ redirect }) => redirect("https://example.org/ü?q=ü", 301),
  "redirect-308": ({ redirect }) => redirect("relative", 308),
  "redirect-odd": ({ redirect }) => redirect("/x", 200),
  "redirect-cookies": ({ redirect, cookies }) => {
    cookies.set("a", "1");
    return redirect("/x");
  },
  "static-redirect": ({ url }) => Response.redirect(new URL("/x", url)),
  "static-redirect-cookies": ({ url, cookies }) => {
    cookies.set("a", "1");
    return Response.redirect(new URL("/x", url), 303);
  },
  both: ({ cookies }) => {
    cookies.set("b", "2");
    return new Response("both", { headers: { "set-cookie": "a=1" } });
  },
  "throw-cookies": ({ cookies }) => {
    cookies.set("a", "1");
    throw new Error("thrown");
  },
  rewrite: ({ rewrite }) => rewrite("/both/from-rewrite"),
  "rewrite-url": ({ rewrite, url }) => rewrite(new URL("/both/by-url?q=1", url)),
  "rewrite-request": ({ rewrite, url }) => rewrite(new Request(new URL("/methods/all", url), { method: "PUT" })),
  "rewrite-missing": ({ rewrite }) => rewrite("/nowhere/at/all"),
  "rewrite-cookies": ({ rewrite, cookies }) => {
    cookies.set("a", "1");
    return rewrite("/cookies/get");
  },
  "rewrite-context": ({ rewrite }) => rewrite("/context/rewritten?q=2"),
  "rewrite-self": ({ rewrite }) => rewrite("/answers/rewrite-self"),
  "rewrite-loop": ({ rewrite }) => rewrite("/answers/rewrite-loop"),
};
export const GET = (context: any) => ops[context.params.op]!(context);
export const POST = async (context: any) => {
  if (context.params.op === "read-rewrite") await context.request.text();
  return context.rewrite("/methods/post");
};
