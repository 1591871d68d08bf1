/** A route that answers its name and the params. */
export const echo =
  (name: string) =>
  ({ params }: { params: Record<string, string | undefined> }) =>
    Response.json({
      name,
      params: Object.entries(params).map(([key, value]) => [key, value ?? "<undefined>"]),
    });
