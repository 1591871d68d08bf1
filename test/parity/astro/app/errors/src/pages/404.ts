export const GET = ({ url, locals, routePattern, params }: any) =>
  Response.json({ missing: url.pathname, seen: locals.seen ?? "no", routePattern, params }, { status: 404, headers: { "x-404": "own" } });
