import { morePaths } from "./content.js";
import json from "./pages/api/json.js";

// PAGES_API names the index.js of another build of this package, to compare two in one run.
const { createServer } = await import(process.env.PAGES_API ?? "../../dist/index.js");

const count = Number(process.env.ROUTES ?? 0);
const paths = ["/api/json", ...morePaths(count, (name) => `[${name}]`)];
// Ten thousand routes are given as functions; ten thousand files would measure the disk.
const options = count > 0 ? { routes: Object.fromEntries(paths.map((path) => [path, json])) } : {};

createServer(options).listen(process.env.PORT, "127.0.0.1");
