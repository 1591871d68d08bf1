const values = {
  error: () => new Error("secret"),
  "type-error": () => new TypeError("secret"),
  string: () => "a string",
  number: () => 7,
  undefined: () => undefined,
  null: () => null,
  object: () => ({ any: 1 }),
  "status-404": () => Object.assign(new Error("nope"), { statusCode: 404 }),
  "status-property": () => Object.assign(new Error("nope"), { status: 403, expose: true }),
  "object-status": () => ({ statusCode: 418, message: "teapot" }),
  code: () => Object.assign(new Error("nope"), { code: "ENOENT" }),
  headers: () => Object.assign(new Error("nope"), { statusCode: 401, headers: { "WWW-Authenticate": "Basic" } }),
  frozen: () => Object.freeze(new Error("frozen")),
  proxy: () => new Proxy({}, { get() { throw new Error("trap"); } }),
  symbol: () => Symbol("thrown"),
  "getter-throws": () => Object.defineProperty(new Error("x"), "message", { get() { throw new Error("trap"); } }),
};

async function later(value) {
  await new Promise((resolve) => setTimeout(resolve, 2));
  throw value;
}

export default function handler(req, res) {
  const { kind = "error", how, status, message, type, cookie, length, etag, encoding, before } = req.query;
  if (status) res.statusCode = Number(status);
  if (message) res.statusMessage = message;
  if (type) res.setHeader("Content-Type", type);
  if (cookie) res.setHeader("Set-Cookie", cookie);
  if (length) res.setHeader("Content-Length", length);
  if (etag) res.setHeader("ETag", etag);
  if (encoding) res.setHeader("Content-Encoding", encoding);
  if (before) res.setHeader("X-Before", before);
  const value = values[kind]();
  if (how === "reject") return Promise.reject(value);
  if (how === "later") return later(value);
  if (how === "thenable") return { then(_, reject) { reject(value); } };
  throw value;
}
