import { defineMiddleware } from "astro:middleware";

export const onRequest = defineMiddleware(async ({ locals, isPrerendered, cookies }, next) => {
  locals.visitor = isPrerendered ? "you" : (cookies.get("visitor")?.value ?? "you");
  const response = await next();
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
});
