const kinds = {
  value: (res) => { res.end("sent"); return { a: 1 }; },
  string: (res) => { res.end("sent"); return "returned"; },
  null: (res) => { res.end("sent"); return null; },
  res: (res) => res.status(200).end("sent"),
  "response-after-end": (res) => { res.end("sent"); return new Response("returned"); },
  response: () => new Response("returned", { status: 201, headers: { "X-From": "response" } }),
  "response-promise": async () => Response.json({ from: "response" }),
  "object-unsent": () => ({ a: 1 }),
  nothing: () => undefined,
  later: (res) => { setTimeout(() => res.end("sent later"), 20); },
  "async-later": async (res) => { setTimeout(() => res.send("sent later"), 20); },
  generator: function* (res) { res.end("never"); },
};

export default function handler(req, res) {
  return kinds[req.query.kind](res);
}
