/** A project: its files by name, relative to it. */
export type Tree = Readonly<Record<string, string>>;

/** What a build wrote, or why it did not. */
export type Built =
  | { readonly files: Readonly<Record<string, string>> }
  | { readonly error: string; readonly message: string };

/** An endpoint that answers where it is. */
export const where = `export const GET = ({ request, url, site, params, isPrerendered, routePattern, originPathname, locals, props }) =>
  Response.json({ request: request.url, method: request.method, headers: [...request.headers].length, url: url.href, site,
    params, isPrerendered, routePattern, originPathname, locals, props });`;
