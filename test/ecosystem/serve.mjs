// A process of its own, and plain JavaScript: a test runner in the process would load the route files in our stead.
import { createServer } from "../../dist/index.js";
import "./outside.mjs";

const server = createServer({ dir: process.cwd(), dev: false });
await server.ready();
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("Ready in"));
process.once("SIGTERM", () => {
  server.close(() => process.exit());
  server.closeAllConnections();
});
