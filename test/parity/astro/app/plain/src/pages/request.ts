export const GET = ({ request, url }: any) =>
  Response.json({
    url: request.url,
    href: url.href,
    search: [...url.searchParams],
    headers: [...request.headers].filter(([name]) => name.startsWith("x-") || name === "accept"),
    same: url === request.url,
  });
