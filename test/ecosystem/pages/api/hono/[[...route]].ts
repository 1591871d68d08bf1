import { handle } from "@hono/node-server/vercel";
import { Hono } from "hono";
import type { PageConfig } from "next";

export const config: PageConfig = {
  api: {
    bodyParser: false,
  },
};

const app = new Hono().basePath("/api/hono");

app.get("/hello", (c) => c.json({ message: "Hello from Hono!", q: c.req.query("q") ?? null }));
app.post("/users/:id", async (c) => c.json({ id: c.req.param("id"), ...(await c.req.json()) }, 201));
app.get("/stream", (c) => {
  const words = ["one ", "two ", "three"];
  const stream = new ReadableStream({
    pull(controller) {
      const word = words.shift();
      if (word === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(word));
    },
  });
  return c.body(stream, 200, { "content-type": "text/plain" });
});

export default handle(app);
