/**
 * Waits for work, but no longer than some milliseconds.
 *
 * @param options.ref whether the timer holds the process; default: it does
 * @returns whether the time was up before the work was done; rejects with the work
 */
export async function isLate(
  work: PromiseLike<unknown>,
  timeout: number,
  { ref = true }: { readonly ref?: boolean } = {},
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, timeout, true);
    if (!ref) timer.unref();
  });
  try {
    return await Promise.race([work.then(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
