// Writes what `expo export` writes for these routes, without Metro: one CommonJS bundle a route, and the manifest.
import { mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const PAGES = ["/api/headers", "/api/items", "/api/json", "/api/stream", "/api/post/[pid]"];
const SERVER = "dist/server";

process.chdir(import.meta.dirname);
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: PAGES.map((page) => ({ in: `./app${page}+api.js`, out: `_expo/functions${page}+api` })),
  outdir: SERVER,
  bundle: true,
  platform: "node",
  format: "cjs",
});
writeFileSync(`${SERVER}/package.json`, '{ "type": "commonjs" }');
mkdirSync(`${SERVER}/_expo`, { recursive: true });
const apiRoutes = PAGES.map((page) => ({
  file: `_expo/functions${page}+api.js`,
  page,
  namedRegex: `^${page.replace(/\[(\w+)\]/, "(?<$1>[^/]+?)")}(?:/)?$`,
  routeKeys: page.includes("[pid]") ? { pid: "pid" } : {},
}));
const manifest = { apiRoutes, htmlRoutes: [], notFoundRoutes: [], redirects: [], rewrites: [] };
writeFileSync(`${SERVER}/_expo/routes.json`, JSON.stringify(manifest));
