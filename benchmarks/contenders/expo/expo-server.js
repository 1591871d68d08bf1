import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

// Node cannot load the package as ES modules.
const { createRequestHandler } = createRequire(import.meta.url)("expo-server/adapter/http");
const handle = createRequestHandler({ build: join(import.meta.dirname, "dist/server") });

createServer((req, res) => handle(req, res, (error) => res.writeHead(error ? 500 : 404).end())).listen(
  process.env.PORT,
  "127.0.0.1",
);
