export const GET = ({ url, props, locals }: any) =>
  Response.json(
    { failed: url.pathname, error: String(props.error?.message ?? props.error), seen: locals.seen ?? "no" },
    { status: 500, headers: { "x-500": "own" } },
  );
