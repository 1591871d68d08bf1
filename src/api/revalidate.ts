/** What a request has that asks for an answer anew: its value is the id that only this server knows. */
export const REVALIDATE_HEADER = "x-prerender-revalidate";
/** Set where only what was made before is to be made anew. */
export const ONLY_GENERATED_HEADER = "x-prerender-revalidate-if-generated";

export interface RevalidateOptions {
  /** Only what has been made already is to be made anew. */
  unstable_onlyGenerated?: boolean;
}

/** Makes the answer of a path anew. Settles with `false` where nobody has it. */
export type Revalidate = (urlPath: string, onlyGenerated: boolean) => Promise<boolean>;

/** Thrown by `res.revalidate` for a path that this server does not have. */
export class RevalidateError extends Error {
  override readonly name = "RevalidateError";
  readonly code = "REVALIDATE_UNSUPPORTED";

  constructor(urlPath: string) {
    super(
      `Failed to revalidate ${urlPath}: no route of this server has it. If it is a page of a Next.js server, give ` +
        "createServer the option revalidate: { origin, previewModeId }, or let an API route of that server call " +
        "res.revalidate(), and fetch that route here.",
    );
  }
}

/**
 * Makes the answer of a path anew: a static one of a route of this server, or a page of the Next server that the option
 * `revalidate` names.
 *
 * @throws Error, with Next's message, for a path that does not start with `/`, and for an answer that is an error;
 *   RevalidateError for a path that nobody has, unless only what was made already is asked for.
 */
export async function revalidate(
  urlPath: string,
  options: RevalidateOptions | undefined,
  run: Revalidate | undefined,
): Promise<void> {
  if (typeof urlPath !== "string" || !urlPath.startsWith("/")) {
    throw new Error(
      `Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ${urlPath}`,
    );
  }
  const onlyGenerated = options?.unstable_onlyGenerated === true;
  let found: boolean | undefined;
  try {
    found = await run?.(urlPath, onlyGenerated);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Failed to revalidate ${urlPath}: ${reason}`, { cause });
  }
  if (found !== true && !onlyGenerated) throw new RevalidateError(urlPath);
}
