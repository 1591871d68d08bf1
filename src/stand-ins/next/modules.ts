import { createRequire } from "node:module";
import { dirname, extname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedText } from "./shared.ts";

/** What becomes of a module of Next where Next is not installed. */
export interface NextModule {
  /** `full`: works; `types`: nothing at run time; `empty`: loads and does nothing; `none`: using it throws. */
  readonly support: "full" | "types" | "empty" | "none";
  /** What to use instead; shown by the error and by `pages-api check`. */
  readonly advice?: string;
}

const page = "It belongs to pages and components, and API routes render none.";

/** Every module of Next that a route file may import, and the few names that Next adds to what npm has. */
export const nextModules: Readonly<Record<string, NextModule>> = {
  next: { support: "types", advice: "Use `createServer` of pages-api for a server of your own." },
  "next/types": { support: "types" },
  "next/server": { support: "full" },
  "server-only": { support: "empty" },
  "client-only": { support: "empty" },
  "next/headers": { support: "full" },
  "next/cache": { support: "full" },
  "next/navigation": { support: "full" },
  "next/router": { support: "none", advice: `${page} Use req.query, req.url and res.redirect().` },
  "next/link": { support: "none", advice: `${page} Write <a href>.` },
  "next/image": { support: "none", advice: `${page} Write <img>.` },
  "next/legacy/image": { support: "none", advice: `${page} Write <img>.` },
  "next/dynamic": { support: "none", advice: `${page} Use import().` },
  "next/script": { support: "none", advice: page },
  "next/head": { support: "none", advice: page },
  "next/form": { support: "none", advice: page },
  "next/app": { support: "none", advice: page },
  "next/document": { support: "none", advice: page },
  "next/error": { support: "none", advice: page },
  "next/amp": { support: "none", advice: page },
  "next/font/google": { support: "none", advice: page },
  "next/font/local": { support: "none", advice: page },
  "next/og": { support: "full", advice: "It draws with the package @vercel/og. Run: npm install @vercel/og" },
  "next/config": { support: "full" },
  "next/constants": { support: "full" },
  "next/dist/server/api-utils": {
    support: "none",
    advice: 'Throw the ApiError of this package: import { ApiError } from "pages-api".',
  },
  "next/web-vitals": { support: "none", advice: page },
};

/** Modules that need Next's own server, which is not here: ours are taken also where Next is installed. */
const OWN: Readonly<Record<string, string>> = {
  "next/server": "server",
  "next/cache": "cache",
  "next/config": "config",
  "next/headers": "headers",
  "next/navigation": "navigation",
};

/** Modules that stand on their own: ours are taken where Next is not installed. */
const SPARE: Readonly<Record<string, string>> = { "next/constants": "constants", "next/og": "og" };

const SHIM = "pages-api:";
const self = fileURLToPath(import.meta.url);

/** The folder that shims are made from. */
export const shimDir = dirname(self);

/** The file (absolute) of a stand-in that does what Next's module does; `undefined` for others. */
export function standInFile(name: string): string | undefined {
  const own = OWN[name] ?? SPARE[name];
  return own === undefined ? undefined : join(shimDir, `${own}${extname(self)}`);
}

/** Packages that Next replaces, and that throw outside of its own build. */
const MARKERS: ReadonlySet<string> = new Set(["server-only", "client-only"]);

/** What Next's own rules call the module: `next/server.js` is `next/server`. */
export function nextModuleName(specifier: string): string | undefined {
  if (MARKERS.has(specifier)) return specifier;
  return /^next(?:\/|$)/.test(specifier) ? specifier.replace(/\.js$/, "") : undefined;
}

/** The stand-in for a module of Next imported from a folder, unless Next itself is installed there. */
export function findShim(specifier: string, fromDir: string): string | undefined {
  const name = nextModuleName(specifier);
  return name === undefined || isInstalled(name, fromDir) ? undefined : `${SHIM}${name}`;
}

/** The name of a stand-in that is a file of this package (absolute). */
export function standInName(file: string): string {
  return `${SHIM}${file}`;
}

export function isShim(file: string): boolean {
  return file.startsWith(SHIM);
}

/** The program text of a stand-in, to be compiled in `shimDir`. */
export function shimContents(file: string): string {
  const name = file.slice(SHIM.length);
  if (isAbsolute(name)) {
    // A stand-in whose exports depend on what is asked for gives an object for them.
    return `const given = require(${JSON.stringify(name)}); module.exports = given.moduleExports ?? given;`;
  }
  const extension = extname(self);
  if (MARKERS.has(name) || name === "next/types") return "module.exports = {};";
  const own = OWN[name] ?? SPARE[name];
  if (own !== undefined) return sharedText(name, `./${own}${extension}`);
  const advice = nextModules[name]?.advice ?? "";
  const call = `unsupportedModule(${JSON.stringify(name)}, ${JSON.stringify(advice)})`;
  return `module.exports = require("./unsupported${extension}").${call};`;
}

function isInstalled(name: string, fromDir: string): boolean {
  if (MARKERS.has(name) || name in OWN) return false;
  try {
    createRequire(join(fromDir, "_")).resolve("next/package.json");
    return true;
  } catch {
    return false;
  }
}
