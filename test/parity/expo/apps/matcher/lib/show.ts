/** A handler that says which file answered, and what it was given. */
export function show(file: string) {
  return async function handler(request: Request, params: unknown): Promise<Response> {
    const { method, url } = request;
    return Response.json({ file, method, url, params, body: await request.text() });
  };
}
