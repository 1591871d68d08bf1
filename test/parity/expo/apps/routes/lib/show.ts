/** A handler that says which file answered, and what it was given. */
export function show(file: string) {
  return function handler(this: unknown, request: Request, params: unknown): Response {
    const { method, url } = request;
    return Response.json({
      file,
      method,
      url,
      params,
      called: this === undefined ? "plain" : typeof this,
      count: arguments.length,
    });
  };
}
