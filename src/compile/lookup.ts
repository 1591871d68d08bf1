import { extname, join } from "node:path";
import { findShim, standInName } from "../stand-ins/index.ts";
import type { CompileSettings } from "./settings.ts";
import { findUp, type Format, packageType } from "./source.ts";

/** What the imports of many sources ask of the disk, each looked up once a pass. */
export type Lookup = ReturnType<typeof createLookup>;

export function createLookup({ standIn }: CompileSettings) {
  return {
    shim: once((specifier: string, fromDir: string) => {
      const file = standIn?.(specifier, fromDir);
      return file === undefined ? findShim(specifier, fromDir) : standInName(file);
    }),
    packageFolder: once(packageFolder),
    formatOfPackage: once(formatOfPackage),
  };
}

function once<A extends readonly string[], R>(look: (...args: A) => R): (...args: A) => R {
  const known = new Map<string, R>();
  return (...args) => {
    const key = args.join("\0");
    if (!known.has(key)) known.set(key, look(...args));
    return known.get(key) as R;
  };
}

/** What Node takes a file of a package for. */
export function formatOfPackage(file: string): Format {
  const extension = extname(file);
  if (extension === ".mjs") return "esm";
  return extension === ".js" || extension === "" ? packageType(file) : "cjs";
}

/** The folder of the package that a bare specifier names, seen from a folder; undefined for a path or an alias. */
function packageFolder(name: string, from: string): string | undefined {
  if (name.startsWith(".")) return undefined;
  const pack = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  return findUp(from, join("node_modules", pack));
}
