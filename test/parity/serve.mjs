// Plain JavaScript and a process of its own: a TypeScript loader, or a test runner, in the process would load the
// app's route files in our stead, and some handlers throw where only the process can catch it.
import express from "express";

const [, , entry, dir, mount] = process.argv;
const { createHandler, createServer } = await import(entry);

function tell() {
  console.log(`port ${this.address().port}`);
}

if (mount === "express") {
  process.on("uncaughtException", () => {});
  process.on("unhandledRejection", () => {});
  const app = express();
  const handler = createHandler({ dir, dev: false });
  await handler.ready();
  app.use(handler);
  app.listen(0, "127.0.0.1", tell);
} else {
  // Node's own time, which Next has too, so that Keep-Alive can be compared.
  const dev = process.env.NODE_ENV === "development";
  const server = createServer({ dir, dev, keepAliveTimeout: 5000, ...(dev && { allowedHosts: true }) });
  await server.ready();
  server.listen(0, "127.0.0.1", tell);
}
