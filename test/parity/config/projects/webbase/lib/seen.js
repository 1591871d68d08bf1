/** What a web handler sees of its URL. The origin is left out: Next has `localhost` there, whatever was asked for. */
export const seen = async (request, context) => {
  const { href, pathname, search, basePath, locale, defaultLocale } = request.nextUrl;
  const nextUrl = { href: ofPath(href), pathname, search, basePath, locale, defaultLocale };
  const params = (await context?.params) ?? {};
  return Response.json({ url: ofPath(request.url), nextUrl, params });
};

function ofPath(url) {
  return url.slice(new URL(url).origin.length);
}
