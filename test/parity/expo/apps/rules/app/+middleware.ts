import { origin, requestHeaders, setResponseHeaders, StatusError } from "expo-server";

const attempt = async (run: () => unknown): Promise<string> => {
  try {
    return `ok ${String(await run())}`;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

export default async function middleware(request: any): Promise<Response | void> {
  const { pathname, searchParams } = new URL(request.url);
  const act = searchParams.get("act");
  if (pathname === "/admin/secret") return new Response("no", { status: 401 });
  if (act === "status") throw new StatusError(403, "not here");
  if (act === "throw") throw new Response("thrown", { status: 418 });
  if (act === "error") throw new Error("secret");
  if (act === "headers") setResponseHeaders({ "x-from-middleware": "yes" });
  if (act === "redirect") return Response.redirect("http://elsewhere.test/login", 302);
  if (act === "nothing") return undefined;
  if (act === "text") return "text" as never;
  if (act === "clone") return Response.json({ body: await request.clone().text() });
  if (act === "clone-and-go") await request.clone().text();
  if (act === "immutable") {
    return Response.json({
      set: await attempt(() => request.headers.set("a", "b")),
      append: await attempt(() => request.headers.append("a", "b")),
      delete: await attempt(() => request.headers.delete("host")),
      text: await attempt(() => request.text()),
      json: await attempt(() => request.json()),
      form: await attempt(() => request.formData()),
      bytes: await attempt(() => request.arrayBuffer()),
      blob: await attempt(() => request.blob()),
      body: request.body === null,
      used: request.bodyUsed,
      method: request.method,
      one: request.headers.get("x-one"),
      origin: origin(),
      header: requestHeaders().get("x-one"),
      signal: request.signal instanceof AbortSignal,
      instance: request instanceof Request,
    });
  }
  return undefined;
}
