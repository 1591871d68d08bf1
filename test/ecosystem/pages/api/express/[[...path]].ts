import express from "express";

const app = express();

app.use(express.json());
app.get("/api/express", (req, res) => {
  res.json({ express: true, q: req.query.q ?? null, host: req.hostname, ip: req.ip !== undefined });
});
app.post("/api/express/users/:id", (req, res) => {
  res
    .status(201)
    .location(`/api/express/users/${req.params.id}`)
    .json({ id: req.params.id, ...req.body });
});
app.get("/api/express/go", (_req, res) => res.redirect("/api/express"));
app.get("/api/express/fail", () => {
  throw Object.assign(new Error("short and stout"), { status: 418, expose: true });
});
app.use((error: any, _req: any, res: any, _next: any) => {
  res.status(error.status ?? 500).send(error.message);
});

export const config = { api: { bodyParser: false, externalResolver: true } };

export default app;
