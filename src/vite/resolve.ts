import { isBuiltin } from "node:module";
import type { Plugin } from "vite";
import { type Alias, targetsOf } from "../project/tsconfig.ts";
import { API } from "./environment.ts";

/** The end of the name that a file of CommonJS has in a build. */
const MODULE = "?module.js";

/** The file of a module. */
export function fileOf(id: string): string {
  return id.endsWith(MODULE) ? id.slice(0, -MODULE.length) : id;
}

/**
 * Finds what tsconfig.json makes of an import, as the compiler does: `paths` before packages and builtin modules, and
 * `baseUrl` before packages. Vite's own aliases come first. In a build, a file of the project called `.cjs` gets another
 * name: the bundler would take what is made of it for CommonJS, which it is no longer.
 */
export function resolvePlugin(isBuild: () => boolean, aliases: () => Promise<readonly Alias[]>): Plugin {
  return {
    name: "pages-api:resolve",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === API,
    async resolveId(source, importer, options) {
      if (importer === undefined || importer.includes("/node_modules/")) return null;
      if (isBuild() && source.endsWith(".cjs")) {
        const found = await this.resolve(source, importer, { ...options, skipSelf: true });
        const isOwn = found !== null && !found.external && !found.id.includes("/node_modules/");
        return isOwn ? { ...found, id: found.id + MODULE } : found;
      }
      if (!BARE.test(source)) return null;
      for (const target of placesOf(source, await aliases())) {
        // oxlint-disable-next-line no-await-in-loop -- the first that is there
        const found = await this.resolve(target, importer, { ...options, skipSelf: true });
        if (found !== null) return found;
      }
      return null;
    },
  };
}

/** Neither a path nor a URL, nor a module of a plugin: those begin with `.`, `/` or NUL, or have a scheme. */
const BARE = /^[@\w~#$-][^:]*$/;

function placesOf(name: string, aliases: readonly Alias[]): string[] {
  const base = isBuiltin(name) ? undefined : aliases.find(({ pattern }) => pattern === "*");
  const below = base === undefined ? [] : base.targets.map((target) => target.replace("*", () => name));
  return [...targetsOf(name, aliases), ...below];
}
