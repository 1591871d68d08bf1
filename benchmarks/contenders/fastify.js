import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import Fastify from "fastify";
import { BYTES, HELLO, morePaths, stream, TEXT } from "./content.js";
import { etagOf } from "./etag.js";

const app = Fastify({ bodyLimit: 1024 * 1024, logger: process.env.LOGGER === "pino" });
app.register(cookie);
app.register(formbody);

app.addHook("onSend", (request, reply, payload, done) => {
  if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return done();
  if (reply.statusCode !== 200) return done();
  const etag = etagOf(payload);
  reply.header("etag", etag);
  if (typeof payload === "string") reply.header("vary", "Accept-Encoding");
  if (request.headers["if-none-match"] !== etag) return done();
  reply.code(304);
  done(null, null);
});

app.get("/api/json", (request, reply) => reply.send(HELLO));
app.get("/api/post/:pid", (request, reply) => {
  const { draft, tag } = request.query;
  reply.send({ pid: request.params.pid, draft, tag });
});
app.post("/api/items", (request, reply) => reply.send({ received: request.body.items.length }));
app.post("/api/form", (request, reply) => {
  const { name, email, colour } = request.body;
  reply.send({ name, email, colour });
});
app.get("/api/cookies", (request, reply) =>
  reply.send({ count: Object.keys(request.cookies).length, last: request.cookies.cookie19 }),
);
app.get("/api/text", (request, reply) => reply.type("text/plain; charset=utf-8").send(TEXT));
app.get("/api/bytes", (request, reply) => reply.send(BYTES));
app.get("/api/stream", (request, reply) => reply.type("application/octet-stream").send(stream()));
for (const path of morePaths(Number(process.env.ROUTES ?? 0), (name) => `:${name}`)) {
  app.get(path, (request, reply) => reply.send(HELLO));
}
app.setNotFoundHandler((request, reply) => {
  reply
    .code(404)
    .header("cache-control", "private, no-cache, no-store, max-age=0, must-revalidate")
    .type("text/plain; charset=utf-8")
    .send("Not Found");
});

await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
