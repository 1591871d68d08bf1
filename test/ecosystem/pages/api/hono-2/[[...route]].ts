import { getRequestListener } from "hono-node-server-2";
import { Hono } from "hono";

export const config = { api: { bodyParser: false } };

const app = new Hono().basePath("/api/hono-2");

app.post("/users/:id", async (c) => c.json({ id: c.req.param("id"), ...(await c.req.json()) }, 201));

export default getRequestListener(app.fetch);
