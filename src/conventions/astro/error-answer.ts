/** The page of an error, with the headers and cookies that the answer before it had set. */
export function mergeErrorPage(page: Response, before: Response | undefined): Response {
  if (before === undefined) return page;
  const headers = new Headers(before.headers);
  // A middleware that has run for both has set the same ones.
  const cookies = new Set(headers.getSetCookie());
  for (const [name, value] of page.headers) {
    if (name === "set-cookie" ? !cookies.has(value) : !headers.has(name)) headers.append(name, value);
  }
  const { status } = before.status === 200 ? page : before;
  return new Response(page.body, { status, statusText: before.statusText, headers });
}
