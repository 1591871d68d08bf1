export const GET = ({ params, url }) =>
  Response.json({
    pid: params.pid,
    draft: url.searchParams.get("draft"),
    tag: url.searchParams.getAll("tag"),
  });
