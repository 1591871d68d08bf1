import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Convention, OpenConvention, Services } from "../../convention.ts";
import { parseSegments, type Segment } from "../../routing/segment.ts";
import type { UrlOptions } from "../../stand-ins/next/url.ts";
import { openNext } from "../next/index.ts";
import { addGlobals } from "../next/globals.ts";
import { moduleRules } from "../next/module-rules.ts";
import { readConfig, type RouteConfig } from "./config.ts";
import { describeConfig, inspectExports } from "./describe.ts";
import { inspectHandler } from "./inspect-handler.ts";
import { bindHandler } from "./handle.ts";
import { messageRules } from "./message-rules.ts";

const ROOTS = ["pages", "src/pages"];

const CONFIG_EXTENSIONS = ["js", "mjs", "ts", "mts"];
const ASTRO_CONFIGS = CONFIG_EXTENSIONS.map((extension) => `astro.config.${extension}`);
const NEXT_CONFIGS = CONFIG_EXTENSIONS.map((extension) => `next.config.${extension}`);

/** Next's API routes of the Pages Router: `pages/api/**`, each file with a default export `(req, res) => …`. */
export const pagesApi: Convention = {
  name: "pages-api",
  framework: "next",
  usual: { folders: ROOTS.map((root) => `${root}/api`), path: "/api" },
  sources: [moduleRules, messageRules],
  detect({ dir, files }) {
    const exists = (name: string): boolean =>
      files?.some((file) => file === name || file.startsWith(`${name}/`)) ?? existsSync(join(dir, name));
    // Endpoints of Astro have the same folder.
    const isAstro = ASTRO_CONFIGS.some(exists) && !NEXT_CONFIGS.some(exists);
    return ROOTS.some((root) => exists(`${root}/api`) && !(isAstro && root.startsWith("src/")));
  },
  async open(project, given) {
    const { extensions, services, shared, urls } = await openNext(project, given);
    return { ...openPagesApi(services, extensions, urls), ...shared };
  },
};

export function openPagesApi(
  services: Services,
  pageExtensions: readonly string[],
  urls: UrlOptions = {},
): OpenConvention<RouteConfig> {
  addGlobals();
  const extensions = pageExtensions.map((extension) => `.${extension}`);
  const extensionOf = (file: string): string | undefined =>
    extensions.find((ending) => file.endsWith(ending));
  return {
    name: "pages-api",
    params: "query",
    roots: ROOTS,
    folder: "api",
    claim(file) {
      const extension = extensionOf(file);
      if (extension === undefined || file.endsWith(".d.ts")) return undefined;
      const names = file.slice(0, -extension.length).split("/");
      return names[0] === "api" ? segmentsOf(names) : undefined;
    },
    publicDir: "public",
    isPage: (file) => extensionOf(file) !== undefined && !/^(?:api\/|_|.*\.d\.ts$)/.test(file),
    compare(fileA, fileB) {
      // As in Next, `a/index.js` comes before `a.js`.
      const depth = fileB.split("/").length - fileA.split("/").length;
      return depth || extensions.indexOf(extensionOf(fileA)!) - extensions.indexOf(extensionOf(fileB)!);
    },
    configure: (exports, file) => readConfig(exports, services, file),
    describe: describeConfig,
    inspect: inspectExports,
    takesNodeMessages: ({ edge }) => !edge,
    inspectHandler,
    bind: (module, route, config) => bindHandler(module, config, route, urls),
  };
}

function segmentsOf(names: string[]): Segment[] | undefined {
  const name = names.at(-1);
  // A file that is all extension, such as `.ts`, has no name to be reached by.
  if (name === "") return undefined;
  return parseSegments(name === "index" ? names.slice(0, -1) : names);
}
