import { dirname } from "node:path";
import { ALL, MANY } from "./headers.js";

const names = Array.from({ length: 10 }, (_, index) => `section${index}`);
const field = ([key, value]) => [{ key, value }];

// 20 entries with headers, of which one applies to the whole API, and all to /api/many; 20 redirects, of which none does.
export default {
  // What the routes import is in the folder above.
  turbopack: { root: dirname(import.meta.dirname) },
  headers: async () => [
    { source: "/api/:path*", headers: field(ALL) },
    ...MANY.slice(0, 10).map((pair) => ({ source: "/api/many", headers: field(pair) })),
    ...MANY.slice(10).map((pair) => ({ source: "/api/many/:path*", headers: field(pair) })),
  ],
  redirects: async () => [
    ...names.map((name) => ({ source: `/old/${name}`, destination: `/${name}`, permanent: true })),
    ...names.map((name) => ({
      source: `/api/${name}/:id(\\d+)`,
      destination: `/api/sections/:id`,
      permanent: false,
    })),
  ],
};
