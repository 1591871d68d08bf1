export interface RevalidateOptions {
  /** Only a page that has been built already is to be built again; here there is none, so there is nothing to do. */
  unstable_onlyGenerated?: boolean;
}

/** Thrown by `res.revalidate`: there are no pages here that could be built again. */
export class RevalidateError extends Error {
  override readonly name = "RevalidateError";
  readonly code = "REVALIDATE_UNSUPPORTED";

  constructor(urlPath: string) {
    super(
      `Failed to revalidate ${urlPath}: this server has API routes only, and no pages to build again. Let the ` +
        "Next.js server that has the page do it: give it an API route that calls res.revalidate(), and fetch that " +
        "route here. Or purge the page from the cache in front of it, and remove this call.",
    );
  }
}

/**
 * Checks its argument as Next does, and refuses the rest.
 *
 * @throws Error, with Next's message, for a path that does not start with `/`; RevalidateError for any other,
 *   unless only pages that were built already are asked for.
 */
export async function revalidate(urlPath: string, options: RevalidateOptions | undefined): Promise<void> {
  if (typeof urlPath !== "string" || !urlPath.startsWith("/")) {
    throw new Error(
      `Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ${urlPath}`,
    );
  }
  if (options?.unstable_onlyGenerated !== true) throw new RevalidateError(urlPath);
}
