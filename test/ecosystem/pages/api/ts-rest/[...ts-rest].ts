import { initContract } from "@ts-rest/core";
import { createNextRoute, createNextRouter } from "@ts-rest/next";
import { z } from "zod/v3";

const c = initContract();

const contract = c.router({
  createPost: {
    method: "POST",
    path: "/posts",
    body: z.object({ title: z.string().min(3) }),
    responses: { 201: z.object({ id: z.string(), title: z.string() }) },
  },
  getPost: {
    method: "GET",
    path: "/posts/:id",
    query: z.object({ take: z.coerce.number().optional() }),
    responses: { 200: z.object({ id: z.string(), take: z.number().nullable() }), 404: z.null() },
  },
});

const router = createNextRoute(contract, {
  createPost: async ({ body }) => ({ status: 201, body: { id: "1", title: body.title } }),
  getPost: async ({ params, query }) =>
    params.id === "0"
      ? { status: 404, body: null }
      : { status: 200, body: { id: params.id, take: query.take ?? null } },
});

export default createNextRouter(contract, router);
