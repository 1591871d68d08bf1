/** What a handler was called with, as JSON; without what differs between two runs. */
export async function show(request, context, count, name) {
  const { nextUrl } = request;
  const params = (await context?.params) ?? {};
  return Response.json({
    name,
    method: request.method,
    url: request.url,
    arguments: count,
    context: Object.keys(context ?? {}),
    params,
    nextUrl: {
      href: nextUrl.href,
      pathname: nextUrl.pathname,
      search: nextUrl.search,
      query: [...nextUrl.searchParams],
      origin: nextUrl.origin,
      host: nextUrl.host,
      basePath: nextUrl.basePath,
      locale: nextUrl.locale,
      defaultLocale: nextUrl.defaultLocale,
    },
  });
}

/** The name of the file that answers, and its params. */
export function named(name) {
  return async function GET(_request, context) {
    return Response.json({ name, params: (await context?.params) ?? {} });
  };
}
