import Fastify from "fastify";
import type { NextApiRequest, NextApiResponse } from "next";

const app = Fastify();

app.get("/api/fastify", async (request) => ({ fastify: true, query: request.query }));
app.post<{ Params: { id: string } }>(
  "/api/fastify/users/:id",
  { schema: { body: { type: "object", required: ["name"], properties: { name: { type: "string" } } } } },
  async (request, reply) => {
    reply.code(201);
    return { id: request.params.id, ...(request.body as object) };
  },
);

export const config = { api: { bodyParser: false, externalResolver: true } };

export default async (req: NextApiRequest, res: NextApiResponse) => {
  await app.ready();
  app.server.emit("request", req, res);
};
