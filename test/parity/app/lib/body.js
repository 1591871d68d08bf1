/** Tells the type, the prototype and the value of the body, and long ones by their length. */
export function describeBody(req, res) {
  const { body } = req;
  const type = body === null ? "null" : Array.isArray(body) ? "array" : typeof body;
  const proto = type === "object" ? (Object.getPrototypeOf(body) === null ? "null" : "Object") : undefined;
  const long = type === "string" && body.length > 400;
  const keys = type === "object" ? Object.keys(body).length : undefined;
  const value = keys > 50 ? undefined : body;
  res.json({ type, proto, keys, ...(long ? { length: body.length } : { value }) });
}
