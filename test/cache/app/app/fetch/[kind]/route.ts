import { read } from "@/read";
import { upstream } from "@/upstream";

const stream = (): ReadableStream =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("streamed"));
      controller.close();
    },
  });
const form = (): FormData => {
  const data = new FormData();
  data.set("a", "1");
  return data;
};

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => read("/plain"),
  forced: () => read("/forced", { cache: "force-cache" }),
  "no-store": () => read("/no-store", { cache: "no-store" }),
  default: () => read("/default", { cache: "default" }),
  second: () => read("/second", { next: { revalidate: 1 } }),
  zero: () => read("/zero", { next: { revalidate: 0 } }),
  never: () => read("/never", { next: { revalidate: false } }),
  tagged: () => read("/tagged", { cache: "force-cache", next: { tags: ["fetched", "other"] } }),
  "only-tags": () => read("/only-tags", { next: { tags: ["fetched"] } }),
  conflict: () => read("/conflict", { cache: "no-store", next: { revalidate: 60 } }),
  "conflict-zero": () => read("/conflict-zero", { cache: "force-cache", next: { revalidate: 0 } }),
  post: () => read("/post", { method: "POST", body: "one", cache: "force-cache" }),
  "post-other": () => read("/post", { method: "POST", body: "two", cache: "force-cache" }),
  "post-timed": () => read("/post-timed", { method: "POST", body: "one", next: { revalidate: 60 } }),
  streamed: () =>
    read("/streamed", {
      method: "POST",
      body: stream(),
      duplex: "half",
      cache: "force-cache",
    } as RequestInit),
  form: () => read("/form", { method: "POST", body: form(), cache: "force-cache" }),
  authorized: () => read("/authorized", { headers: { authorization: "a" }, cache: "force-cache" }),
  "authorized-other": () => read("/authorized", { headers: { authorization: "b" }, cache: "force-cache" }),
  cookie: () => read("/cookie", { headers: { cookie: "a=1" }, cache: "force-cache" }),
  traced: () => read("/traced", { headers: { traceparent: "00-1" }, cache: "force-cache" }),
  "traced-other": () => read("/traced", { headers: { traceparent: "00-2" }, cache: "force-cache" }),
  head: () => read("/head", { method: "HEAD", cache: "force-cache" }),
  failed: () => read("/status/500", { cache: "force-cache" }),
  absent: () => read("/status/404", { cache: "force-cache" }),
  created: () => read("/status/201", { cache: "force-cache" }),
  bytes: () => read("/bytes", { cache: "force-cache" }),
  negative: () => read("/negative", { next: { revalidate: -1 } }),
  text: () => read("/text", { next: { revalidate: "10" as never } }),
  redirected: () => read("/redirect", { cache: "force-cache" }),
  refused: async () => {
    try {
      await fetch("http://127.0.0.1:1/", { cache: "force-cache" });
      return Response.json("answered");
    } catch (error) {
      return Response.json((error as Error).constructor.name);
    }
  },
  request: async () => {
    const response = await fetch(new Request(upstream("/request"), { cache: "force-cache" }));
    return Response.json(await response.text());
  },
  "request-next": async () => {
    const response = await fetch(new Request(upstream("/request-next")), { next: { revalidate: 60 } } as never);
    return Response.json(await response.text());
  },
  url: async () => {
    const response = await fetch(new URL(upstream("/url")), { cache: "force-cache" });
    return Response.json(await response.text());
  },
  twice: async () => {
    const [a, b] = await Promise.all([fetch(upstream("/twice")), fetch(upstream("/twice"))]);
    return Response.json((await a.text()) === (await b.text()));
  },
  "twice-forced": async () => {
    const get = (): Promise<Response> => fetch(upstream("/twice-forced"), { cache: "force-cache" });
    const [a, b] = await Promise.all([get(), get()]);
    return Response.json((await a.text()) === (await b.text()));
  },
};

type Context = { params: Promise<{ kind: string }> };
const call = async (_request: Request, { params }: Context): Promise<Response> => kinds[(await params).kind]!();
export { call as GET, call as POST };
