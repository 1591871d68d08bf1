export const config = { runtime: "edge" };

export default function handler(request, ...rest) {
  const { nextUrl } = request;
  return Response.json({
    url: request.url,
    href: nextUrl.href,
    pathname: nextUrl.pathname,
    query: [...nextUrl.searchParams],
    arguments: rest.length + 1,
    event: rest[0]?.constructor.name === undefined ? "none" : typeof rest[0].waitUntil,
  });
}
