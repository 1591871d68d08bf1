import express from "express";
import { createHandler } from "pages-api";

const app = express();
const api = createHandler();
let closing = false;

// What stands before the routes reaches them too.
app.use((req, res, next) => {
  res.setHeader("X-Served-By", "express");
  // Else a client that keeps its connection busy would hold the process.
  if (closing) res.setHeader("Connection", "close");
  next();
});

// A route that has not moved yet, with Express's own parser.
app.post("/api/teams", express.json(), (req, res) => res.status(201).json({ name: req.body.name }));

// pages/api, at /api and, for older clients, at /v1/api.
app.use("/v1/api", api);
app.use(api);

app.use((req, res) => res.status(404).json({ error: `No ${req.path} here` }));

await api.ready();
const { PORT = "3000", HOST } = process.env;
const server = app.listen(Number(PORT), HOST, (error) => {
  if (error) throw error;
  const { address, port } = server.address();
  console.log(`http://${address === "::" ? "localhost" : address}:${port}`);
});

// No new connections; the running requests are answered; then the process ends by itself, or after 25 s.
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    closing = true;
    server.close();
    api.close();
    setInterval(() => server.closeIdleConnections(), 500).unref();
    setTimeout(() => process.exit(), 25_000).unref();
  });
}
