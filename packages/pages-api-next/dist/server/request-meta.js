/** Where Next keeps what it knows of a request beside the request itself. */
export const NEXT_REQUEST_META = Symbol.for("NextInternalRequestMeta");

/** Nothing is kept here: whoever asks falls back to the request. */
export function getRequestMeta(_req, key) {
  return key === undefined ? {} : undefined;
}
