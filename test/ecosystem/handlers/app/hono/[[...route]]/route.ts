import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { handle } from "hono/vercel";

const app = new Hono().basePath("/hono");
app.get("/hello/:name", (c) => {
  setCookie(c, "seen", "1");
  return c.json({ name: c.req.param("name"), query: c.req.query("q") });
});
app.post("/echo", async (c) => c.text(await c.req.text(), 201));

export const GET = handle(app);
export const POST = handle(app);
