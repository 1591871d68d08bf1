import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { RouteError } from "../error.ts";
import { isShim, nextModules } from "../stand-ins/next/modules.ts";

const INTEROP = "?pages-api=";
const self = fileURLToPath(import.meta.url);

/** The module that stands between a source and a package: beside the source, so that the package is found from there. */
export function interopId(importer: string, name: string): string {
  return `${importer}${INTEROP}${name}`;
}

/**
 * Node gives the whole `module.exports` of a CommonJS package as its default export; bundlers, and so Next, give what
 * is behind `__esModule`.
 */
export function interopSource(id: string): string | undefined {
  const at = id.indexOf(INTEROP);
  if (at < 0) return undefined;
  const name = JSON.stringify(id.slice(at + INTEROP.length));
  return [
    `export * from ${name};`,
    `import * as all from ${name};`,
    "const whole = all.default;",
    'export default whole?.__esModule && "default" in whole ? whole.default : whole;',
  ].join("\n");
}

const EMPTY = "\0pages-api:empty";

/** The module to take for one of Next's, where Next is not installed. */
export function shimId(shim: string): string | undefined {
  if (!isShim(shim)) return shim === EMPTY ? EMPTY : undefined;
  const name = shim.slice(shim.indexOf(":") + 1);
  if (name === "next/server")
    return fileURLToPath(new URL(`../stand-ins/next/server${extname(self)}`, import.meta.url));
  const { support = "none", advice = "" } = nextModules[name] ?? {};
  if (support === "types" || support === "empty") return EMPTY;
  throw new RouteError("ROUTE_COMPILE", `"${name}" cannot be used in an API route here. ${advice}`);
}

export async function shimSource(id: string): Promise<string | undefined> {
  return id === EMPTY ? "export default {};" : undefined;
}
