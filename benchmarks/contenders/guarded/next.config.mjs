import { dirname } from "node:path";

// What the routes import is in the folder above.
export default { turbopack: { root: dirname(import.meta.dirname) } };
