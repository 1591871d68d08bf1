import { defineMiddleware, sequence } from "astro:middleware";

const first = defineMiddleware(async (context: any, next: any) => {
  context.locals.seen = "first";
  const how = context.url.searchParams.get("mw");
  if (how === "answer") return new Response("from middleware", { status: 202 });
  if (how === "throw") throw new Error("in middleware");
  if (how === "nothing") return undefined;
  if (how === "odd") return "text" as any;
  if (how === "rewrite") return next("/target/from-next?r=1");
  if (how === "rewrite-url") return next(new URL("/target/by-url", context.url));
  if (how === "rewrite-request") return next(new Request(new URL("/target/by-request", context.url), { headers: { "x-own": "1" } }));
  if (how === "rewrite-missing") return next("/nowhere");
  if (how === "context-rewrite") return context.rewrite("/target/by-context?mw=no");
  if (how === "redirect") return context.redirect("/elsewhere");
  if (how === "cookie") context.cookies.set("mw", "1");
  if (how === "twice") {
    await next();
    return next();
  }
  if (how === "no-return") {
    await next();
    return undefined;
  }
  if (how === "params") return Response.json({ params: context.params, pattern: context.routePattern, props: context.props });
  const response = await next();
  response.headers.set("x-first", "1");
  return response;
});

const second = defineMiddleware(async (context: any, next: any) => {
  context.locals.order = `${context.locals.seen},second`;
  const response = await next();
  response.headers.append("x-order", "second");
  return response;
});

export const onRequest = sequence(first, second);
