export const ALL = async ({ params, locals, url, request, originPathname, routePattern, cookies }: any) =>
  Response.json({
    id: params.id,
    locals,
    url: [url.protocol, url.hostname, url.pathname, url.search],
    request: [request.method, new URL(request.url).hostname, new URL(request.url).pathname, request.headers.get("x-own")],
    originPathname,
    routePattern,
    cookie: cookies.get("mw")?.value ?? "none",
  });
