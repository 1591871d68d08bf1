import { getQuery, getRouterParam, H3, serve } from "h3";
import { HELLO, webStream } from "../content.js";

const app = new H3();
app.get("/api/json", () => Response.json(HELLO));
app.get("/api/url", (event) => Response.json({ draft: getQuery(event).draft }));
app.get("/api/parsed", (event) => Response.json({ draft: new URL(event.req.url).searchParams.get("draft") }));
app.post("/api/items", async (event) => Response.json({ received: (await event.req.json()).items.length }));
app.get("/api/post/:pid", (event) => Response.json({ pid: getRouterParam(event, "pid") }));
app.get(
  "/api/stream",
  () => new Response(webStream(), { headers: { "content-type": "application/octet-stream" } }),
);

serve(app, { port: Number(process.env.PORT), hostname: "127.0.0.1", silent: true });
