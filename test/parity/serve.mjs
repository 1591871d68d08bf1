// Plain JavaScript and a process of its own: a TypeScript loader, or a test runner, in the process would load the
// app's route files in our stead, and some handlers throw where only the process can catch it.
import express from "express";

const [, , entry, mount, ...dirs] = process.argv;
const { createHandler, createServer } = await import(entry);

if (mount === "express") {
  process.on("uncaughtException", () => {});
  process.on("unhandledRejection", () => {});
}

const ports = [];
for (const dir of dirs)
  ports.push(await serve(mount === "express" ? await inExpress(dir) : await owned(dir)));
console.log(`ports ${ports.join(" ")}`);

async function inExpress(dir) {
  const handler = createHandler({ dir, dev: false });
  await handler.ready();
  return express().use(handler);
}

async function owned(dir) {
  // Node's own time, which Next has too, so that Keep-Alive can be compared.
  const dev = process.env.NODE_ENV === "development";
  const server = createServer({ dir, dev, keepAliveTimeout: 5000, ...(dev && { allowedHosts: true }) });
  await server.ready();
  return server;
}

/** Listens, and gives the port. */
function serve(app) {
  return new Promise((resolve) => {
    const server = app.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });
}
