const KINDS: Record<string, (request: Request) => unknown> = {
  url: ({ url }) => url,
  query: ({ url }) => [...new URL(url).searchParams],
  header: ({ headers }) => headers.get("x-one"),
  host: ({ headers }) => headers.get("host"),
  cookie: ({ headers }) => headers.get("cookie"),
  instance: (request) => request instanceof Request,
  signal: ({ signal }) => [signal instanceof AbortSignal, signal.aborted],
  mutable: ({ headers }) => {
    headers.set("x-set", "1");
    return headers.get("x-set");
  },
  clone: (request) => new Request(request).url,
  tag: (request) => Object.prototype.toString.call(request),
};

export function GET(request: Request, { kind }: { kind: string }): Response {
  return Response.json({ value: KINDS[kind]?.(request) ?? null });
}
