import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { HELLO, webStream } from "../content.js";

const app = new Hono();
app.get("/api/json", () => Response.json(HELLO));
app.get("/api/url", (c) => Response.json({ draft: c.req.query("draft") }));
app.get("/api/parsed", (c) => Response.json({ draft: new URL(c.req.url).searchParams.get("draft") }));
app.post("/api/items", async (c) => Response.json({ received: (await c.req.json()).items.length }));
app.get("/api/post/:pid", (c) => Response.json({ pid: c.req.param("pid") }));
app.get(
  "/api/stream",
  () => new Response(webStream(), { headers: { "content-type": "application/octet-stream" } }),
);

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
