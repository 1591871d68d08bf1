// A program for shape.test.ts, run with --allow-natives-syntax: sends two requests of each kind, and prints which
// pairs of requests and of responses share a hidden class when they have been answered.
import { once } from "node:events";
import { createServer } from "../../dist/index.js";

// V8's own syntax, which no parser knows.
// oxlint-disable-next-line typescript/no-implied-eval
const haveSameMap = new Function("a", "b", "return %HaveSameMap(a, b)");

const exchanges = [];
const keep = (answer) => (req, res) => {
  exchanges.push([req, res]);
  return answer(req, res);
};

const server = createServer({
  dev: false,
  routes: {
    "/api/json": keep((_req, res) => res.json({ ok: true })),
    "/api/query/[id]": keep((req, res) => res.json(req.query)),
    "/api/body": keep((req, res) => res.json(req.body)),
    "/api/cookies": keep((req, res) => res.json(req.cookies)),
    "/api/send": keep((_req, res) => res.status(201).send("text")),
    "/api/headers": keep((_req, res) => res.setHeader("X-A", "b").json({ ok: true })),
  },
});
await once(server.listen(0, "127.0.0.1"), "listening");
const origin = `http://127.0.0.1:${server.address().port}`;

async function exchange([path, init]) {
  const response = await fetch(origin + path, init);
  await response.text();
  return exchanges.at(-1);
}

const post = { method: "POST", body: '{"a":1}', headers: { "content-type": "application/json" } };
const cookie = { headers: { cookie: "a=b; c=d" } };
const pairs = {};
for (const [name, first, second] of [
  ["json", ["/api/json"], ["/api/json"]],
  ["a query, another query", ["/api/query/1"], ["/api/query/2?a=b&c=d"]],
  ["a body, another body", ["/api/body", post], ["/api/body", { ...post, body: '{"b":[2]}' }]],
  ["cookies, other cookies", ["/api/cookies", cookie], ["/api/cookies"]],
  ["send", ["/api/send"], ["/api/send"]],
  ["headers", ["/api/headers"], ["/api/headers"]],
  ["json, with and without a query", ["/api/json"], ["/api/json?a=b"]],
]) {
  // Some to warm up: V8 settles how much room an object has when some have been made.
  for (let count = 0; count < 20; count += 1) await exchange(first);
  pairs[name] = [await exchange(first), await exchange(second)];
}

const shapes = Object.entries(pairs).map(([name, [[reqA, resA], [reqB, resB]]]) => [
  name,
  { req: haveSameMap(reqA, reqB), res: haveSameMap(resA, resB) },
]);
process.stdout.write(JSON.stringify(Object.fromEntries(shapes)));
process.exit();
