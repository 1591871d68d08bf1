// Serves an exported project by Expo's own adapter, as its docs do, in a process of its own.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const dir = process.argv[2];
const require = createRequire(join(dir, "package.json"));
const { createRequestHandler } = require("expo-server/adapter/http");
const handle = createRequestHandler({ build: join(dir, "dist/server") });

process.on("unhandledRejection", () => {});
const server = createServer((req, res) => {
  handle(req, res, () => {
    res.statusCode = 500;
    res.setHeader("Content-Type", "text/plain");
    res.end("host");
  });
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
