export const GET = ({ url, request, routePattern, originPathname, rewrite }: any) =>
  url.searchParams.has("rewrite")
    ? rewrite(url.searchParams.get("rewrite"))
    : Response.json([url.pathname, new URL(request.url).pathname, routePattern, originPathname, import.meta.env.BASE_URL]);
