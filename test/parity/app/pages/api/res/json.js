const values = {
  object: () => ({ a: 1, b: [true, null] }),
  null: () => null,
  undefined: () => undefined,
  none: "none",
  string: () => "text",
  number: () => 1.5,
  false: () => false,
  array: () => [],
  unicode: () => ({ text: "é 日本 😀 \u2028" }),
  escape: () => ({ html: "</script><b>&" }),
  function: () => () => 1,
  symbol: () => Symbol("s"),
  bigint: () => ({ big: 1n }),
  circular: () => { const value = {}; value.self = value; return value; },
  "to-json-throws": () => ({ toJSON() { throw new Error("toJSON"); } }),
  "to-json-undefined": () => ({ toJSON: () => undefined }),
  buffer: () => Buffer.from("ab"),
  date: () => new Date(0),
  map: () => new Map([["a", 1]]),
};

export default function handler(req, res) {
  const { kind, status, type } = req.query;
  if (type !== undefined) res.setHeader("Content-Type", type);
  if (status !== undefined) res.status(Number(status));
  if (kind === "none") return void res.json();
  res.json(values[kind]());
}
