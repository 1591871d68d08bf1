/** A copy of headers that cannot be changed. */
export function immutableHeaders(headers: Headers): Headers {
  return Object.defineProperties(new Headers(headers), { set: REFUSED, append: REFUSED, delete: REFUSED });
}

const REFUSED: PropertyDescriptor = {
  value() {
    throw new Error("This operation is not allowed on immutable headers.");
  },
};
