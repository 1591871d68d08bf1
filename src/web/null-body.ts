/** Statuses whose Response has no body, not even an empty one (Fetch standard, "null body status"). */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

export function isNullBodyStatus(status: number): boolean {
  return NULL_BODY.has(status);
}
